#!/bin/sh
# .git/hooks/pre-commit without any framework: a commit may not bring new errors into initiatives/.
set -eu
if git rev-parse --quiet --verify HEAD >/dev/null; then
	exec tizilim check initiatives --since HEAD --quiet
fi
exec tizilim check initiatives --quiet
