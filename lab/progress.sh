# Sourced by the build scripts: the cache folder, messages, and long commands with a sign of life.
cache=${CSI4J_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/csi4j}

say() { echo "lab: $*" >&2; }

die() {
    say "$*"
    exit 1
}

# Takes the lock of one name for the rest of the script, so that parallel runs build once.
take_lock() { # name
    mkdir -p "$cache/lab"
    exec 9>"$cache/lab/.$1.lock"
    if ! flock -n 9; then
        say "waiting for another build of the $1"
        flock 9
    fi
}

# Runs a command with its output in a log; says every 5 s that it still runs. The command ends when this shell does.
watched() { # what, log, command...
    local what=$1 log=$2 began=$SECONDS next=5
    shift 2
    setpriv --pdeathsig TERM -- "$@" >"$log" 2>&1 9>&- &
    local pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.2
        if [ $((SECONDS - began)) -ge "$next" ]; then
            say "$what: $((SECONDS - began)) s"
            next=$((next + 5))
        fi
    done
    if ! wait "$pid"; then
        tail -n 20 "$log" >&2
        die "$what failed; the whole output is in $log"
    fi
    say "$what: done in $((SECONDS - began)) s"
}
