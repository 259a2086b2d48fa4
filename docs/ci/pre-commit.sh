#!/bin/sh
# .git/hooks/pre-commit without any framework: a commit may not bring new errors into initiatives/. What is judged is
# what will be committed, whatever stands in the folder by now.
set -eu
staged=$(mktemp -d)
trap 'rm -rf "$staged"' EXIT
git checkout-index --all --prefix="$staged/"
GIT_DIR=$(git rev-parse --absolute-git-dir)
GIT_WORK_TREE=$staged
export GIT_DIR GIT_WORK_TREE
cd "$staged"
if git rev-parse --quiet --verify HEAD >/dev/null; then
	tizilim check initiatives --since HEAD --quiet
else
	tizilim check initiatives --quiet
fi
