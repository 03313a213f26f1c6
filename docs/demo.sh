#!/usr/bin/env bash
# What `make demo` shows: a rubric extracted from a PDF notice, and a Word self-report audited against that notice.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

show() {
  echo
  echo "\$ $*"
  "$@"
}

show extract rubric corpora/qinghuai-notice.pdf --format table

# 1 means that the audit found something, which is the point here; anything else is a failure.
code=0
show audit corpora/shiqiao-report.docx --rubric corpora/qinghuai-notice.pdf || code=$?
echo "(exit code $code)"
test "$code" -eq 1
