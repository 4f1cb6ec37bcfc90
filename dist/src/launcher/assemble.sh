#!/usr/bin/env bash
# Lays out dist/bin and dist/lib: one start script a program, the jars, the version.
# Usage: assemble.sh <dist folder> <version>
set -euo pipefail
dist=$1 version=$2
launcher=$dist/src/launcher
rm -rf "$dist/bin" "$dist/lib"
mkdir -p "$dist/bin" "$dist/lib"
echo "$version" >"$dist/lib/version"
cp "$dist/target/jars/node.jar" "$dist/target/jars/controller.jar" "$dist/lib/"

# Program, jar, main class, heap at start / young / most, how many times longer than usual a method is interpreted
# before it is compiled, what it answers without a JVM.
while read -r program jar main start young most interpreted shortcuts; do
    : >"$dist/target/shortcuts"
    for shortcut in ${shortcuts//,/ }; do
        cat "$launcher/$shortcut.shortcut" >>"$dist/target/shortcuts"
    done
    sed -e '/^@shortcut@$/{' -e "r $dist/target/shortcuts" -e 'd' -e '}' "$launcher/launch.sh" |
        sed -e "s|@program@|$program|g; s|@jar@|$jar|; s|@main@|$main|" \
            -e "s|@heap.start@|$start|; s|@heap.young@|$young|; s|@heap.max@|$most|; s|@interpreted@|$interpreted|" >"$dist/bin/$program"
    chmod 755 "$dist/bin/$program"
done <"$launcher/programs"
