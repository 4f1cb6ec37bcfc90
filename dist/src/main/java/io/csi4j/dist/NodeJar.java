package io.csi4j.dist;

import io.csi4j.liveness.LivenessProbe;
import io.csi4j.nfs.NfsPlugin;
import io.csi4j.registrar.Registrar;
import java.util.List;

/** The programs that run beside a driver on every node. They need no API server, so its client is not in their jar. */
final class NodeJar {
    static final List<Class<?>> PROGRAMS = List.of(Registrar.class, LivenessProbe.class, NfsPlugin.class);

    private NodeJar() {}
}
