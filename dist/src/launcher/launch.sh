#!/bin/sh
# Starts @program@ with the JVM settings of docs/decisions.md. JAVA_OPTS adds to them; CSI4J_JAVA names another JVM 25.
self=$(readlink -f "$0")
lib=${self%/*}/../lib

version=unknown
[ -r "$lib/version" ] && read -r version <"$lib/version"
@shortcut@
java=${CSI4J_JAVA:-}
for candidate in "$lib/../jre/bin/java" "${JAVA_HOME:-}/bin/java" /opt/java/bin/java /usr/lib/jvm/*25*/bin/java; do
    [ -n "$java" ] && break
    [ -x "$candidate" ] || continue
    # A JAVA_HOME of another release is somebody else's.
    grep -q '^JAVA_VERSION="25' "${candidate%/bin/java}/release" 2>/dev/null && java=$candidate
done
[ -n "$java" ] || {
    echo "@program@: needs a JVM 25: set CSI4J_JAVA to its java, or JAVA_HOME, or install one below /usr/lib/jvm" >&2
    exit 1
}

archive=-Dcsi4j.archive=none
[ -r "$lib/@program@.aot" ] && archive="-XX:AOTCache=$lib/@program@.aot"
[ -n "${CSI4J_TRAIN:-}" ] && archive="-XX:AOTCacheOutput=$CSI4J_TRAIN"

# Word splitting of JAVA_OPTS is wanted. It comes last, so that it wins.
# shellcheck disable=SC2086
exec "$java" "$archive" \
    -Xlog:disable -Xlog:all=error:stderr \
    -XX:+UseSerialGC -Xms@heap.start@ -Xmn@heap.young@ -Xmx@heap.max@ -Xss256k \
    -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps -XX:MarkSweepDeadRatio=0 \
    -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=@interpreted@ -XX:ReservedCodeCacheSize=24m \
    -XX:CompileCommand=quiet \
    -XX:CompileCommand=exclude,jdk/internal/classfile/impl/StackMapGenerator.processBlock \
    -XX:+UseCompactObjectHeaders -XX:-UsePerfData -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 \
    -XX:-AOTRecordTraining -XX:-AOTReplayTraining \
    -XX:TrimNativeHeapInterval=10000 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow \
    -Dio.netty.allocator.type=unpooled -Dio.netty.leakDetection.level=disabled \
    -Djdk.reflect.useNativeAccessorOnly=true -Djdk.pollerMode=1 -Duser.language=en -Duser.country=US \
    -Djava.security.egd=file:/dev/urandom -Dcsi4j.command="$0" \
    ${JAVA_OPTS:-} -cp "$lib/@jar@" @main@ "$@"
