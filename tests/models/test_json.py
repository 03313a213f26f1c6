"""The JSON contract: exact both ways, and as the published schemas say."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from docs.generate import CONTRACTS, FOLDER, schema
from models import AuditReport, Document, Model, Number, Rubric, SelfReport, Text, dumps, load, loads
from tests.models.strategies import audits, documents, numbers, rubrics, self_reports


class Holder(Model):
    value: Number


def as_it_was(value: object) -> object:
    """A value whose equality also looks at printed decimals, which Decimal's own does not."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, BaseModel):
        return {name: as_it_was(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, tuple):
        return [as_it_was(part) for part in value]
    return value


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("2", "2"),
        ("2.50", "2.50"),
        ("2.0", "2.0"),
        ("0.00", "0.00"),
        ("-0.0", "0.0"),
        ("-5", "-5"),
        ("0.1", "0.1"),
        ("1234567890123456789.01", "1234567890123456789.01"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("1E+2", "100"),
    ],
)
def test_a_number_is_written_plainly_and_read_back_as_it_was(printed: str, written: str) -> None:
    held = Holder(value=Decimal(printed))
    text = dumps(held)
    assert f'"value": {written}\n' in text
    assert str(load(Holder, text).value) == written


@given(numbers)
def test_every_number_survives(number: Decimal) -> None:
    held = Holder(value=number)
    back = load(Holder, dumps(held))
    assert as_it_was(back) == as_it_was(held)
    assert held.value == number


@pytest.mark.parametrize("wrong", [0.5, float("nan"), Decimal("NaN"), Decimal("Infinity"), "zwei", None, [1]])
def test_what_is_no_exact_number_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Holder.model_validate({"value": wrong})


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "true"])
def test_json_numbers_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load(Holder, f'{{"value": {text}}}')


def check_round_trip(model: type[BaseModel], value: BaseModel) -> None:
    back = load(model, dumps(value))
    assert back == value
    assert as_it_was(back) == as_it_was(value)
    jsonschema.validate(loads(dumps(value)), read_schema(model))


def read_schema(model: type[BaseModel]) -> Any:
    (name,) = [name for name, contract in CONTRACTS.items() if contract is model]
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@given(documents)
@settings(max_examples=25, deadline=None)
def test_documents_survive(document: Document) -> None:
    check_round_trip(Document, document)


@given(rubrics)
@settings(max_examples=25, deadline=None)
def test_rubrics_survive(rubric: Rubric) -> None:
    check_round_trip(Rubric, rubric)


@given(self_reports)
@settings(max_examples=25, deadline=None)
def test_self_reports_survive(report: SelfReport) -> None:
    check_round_trip(SelfReport, report)


@given(audits)
@settings(max_examples=25, deadline=None)
def test_audits_survive(audit: AuditReport) -> None:
    check_round_trip(AuditReport, audit)


@given(st.lists(numbers, max_size=4))
def test_several_objects_are_a_list(values: list[Decimal]) -> None:
    back = loads(dumps([Holder(value=value) for value in values]))
    assert [Holder.model_validate(part).value for part in back] == values


def test_chinese_stays_readable_and_text_ends_with_a_newline() -> None:
    text = dumps(Text(zh="评分细则", en="criteria"))
    assert "评分细则" in text
    assert text.endswith("}\n")


def test_the_schemas_are_current() -> None:
    for name, model in CONTRACTS.items():
        written = json.dumps(schema(model), ensure_ascii=False, indent=2) + "\n"
        assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == written, "run: python -m docs.generate"
    assert {path.stem for path in FOLDER.glob("*.json")} == set(CONTRACTS)


def test_the_schemas_are_schemas_and_refuse_what_the_models_refuse() -> None:
    for name, model in CONTRACTS.items():
        published = read_schema(model)
        jsonschema.Draft202012Validator.check_schema(published)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"kind": name}, published)


def test_schemas_tell_what_fields_mean() -> None:
    item = read_schema(Rubric)["$defs"]["Item"]["properties"]
    assert "Negative for a penalty item" in item["max_points"]["description"]
    deduct = read_schema(Rubric)["$defs"]["Deduct"]["properties"]
    assert "words of the rule" in deduct["text"]["description"]
