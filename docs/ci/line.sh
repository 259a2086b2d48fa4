#!/bin/sh
# Any other CI: the exit code is the verdict, junit.xml and report.html are what to keep.
tizilim check 'initiatives/**/*.yaml' --since "${BASE:-origin/main}" -f text -f junit=junit.xml -f html=report.html
