package io.csi4j.dist;

import io.csi4j.attacher.Attacher;
import io.csi4j.provisioner.Provisioner;
import io.csi4j.resizer.Resizer;
import java.util.List;

/** The programs that watch the API server and lead by lease. */
final class ControllerJar {
    static final List<Class<?>> PROGRAMS = List.of(Provisioner.class, Attacher.class, Resizer.class);

    private ControllerJar() {}
}
