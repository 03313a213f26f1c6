"""Words of Chinese text: jieba is the reference for what is found in its dictionary and for how text is cut."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import read_document
from extract.language.words import Dictionary, Segmenter, jieba_dictionary
from models import Paragraph


@pytest.fixture(scope="module")
def reference() -> Any:
    """jieba with its dictionary loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


@pytest.fixture(scope="module")
def plain() -> Segmenter:
    """Cuts with jieba's words alone."""
    return Segmenter(jieba_dictionary(), {})


def test_every_word_of_the_dictionary_is_found(reference: Any) -> None:
    dictionary = jieba_dictionary()
    assert dictionary.total == reference.total
    words = sorted(word for word, frequency in reference.FREQ.items() if frequency)
    for word in words[::97] + words[:50] + ["一", "大S", "江南style", "吉林", "吉林工业大学", "龟", "龠"]:
        if word in reference.FREQ:
            prefix = word[:2]
            assert dict(dictionary.beginning(prefix))[word] == reference.FREQ[word]


def test_what_is_no_word_is_not_found() -> None:
    dictionary = jieba_dictionary()
    assert dictionary.beginning("䶮䶮") == []
    assert dictionary.beginning("~") == []
    assert dictionary.beginning("𠮷") == []


def test_documents_are_cut_as_jieba_cuts_them(corpora: Path, reference: Any, plain: Segmenter) -> None:
    for name in ("fengxi-notice.docx", "cenbei-report.docx"):
        for block in read_document(corpora / name).blocks:
            if isinstance(block, Paragraph):
                assert list(plain.cut(block.text)) == list(reference.cut(block.text, HMM=False))


@given(
    st.text(alphabet="一二三不得分每发现处扣完为止资金管理使用率达到以上的得T恤A座4s店abC12.%-， 。𠮷\n", max_size=30)
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_cut_as_jieba_cuts_it(reference: Any, plain: Segmenter, text: str) -> None:
    assert list(plain.cut(text)) == list(reference.cut(text, HMM=False))


def test_an_own_word_beats_its_parts() -> None:
    whole = Segmenter(jieba_dictionary(), {"资金到位率": None})
    assert list(whole.cut("资金到位率达到")) == ["资金到位率", "达到"]
    assert "资金到位率" not in list(Segmenter(jieba_dictionary(), {}).cut("资金到位率达到"))


def test_an_own_word_may_hold_another() -> None:
    cut = Segmenter(jieba_dictionary(), {"绩效自评": None, "绩效自评得分": None})
    assert list(cut.cut("绩效自评得分为绩效自评")) == ["绩效自评得分", "为", "绩效自评"]


def test_the_frequency_of_an_own_word_counts_where_one_is_given() -> None:
    assert list(Segmenter(jieba_dictionary(), {"得分": 1}).cut("得分")) == ["得", "分"]
    assert list(Segmenter(jieba_dictionary(), {"和得": 10**9}).cut("和得到")) == ["和得", "到"]


def test_another_dictionary_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "dict.txt"
    path.write_bytes("A座 3 n\n一 5 m\n一个 7 m\n个 2 q\n龟 1 n".encode())
    dictionary = Dictionary(path)
    assert dictionary.total == 18
    assert dictionary.beginning("一") == [("一", 5)]
    assert dictionary.beginning("一个") == [("一个", 7)]
    assert dictionary.beginning("龟") == [("龟", 1)]
    assert dictionary.beginning("A座") == [("A座", 3)]
