package io.csi4j.e2e;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.lab.LabCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link NfsInstallation} of this run; it ends after the last test. */
final class InstalledOnce implements ParameterResolver {
    private static final Namespace ROOM = Namespace.create(InstalledOnce.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == NfsInstallation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return installation(context);
    }

    /** The one installation of this run. */
    static NfsInstallation installation(ExtensionContext context) {
        return context.getRoot()
                .getStore(ROOM)
                .computeIfAbsent(NfsInstallation.class, type -> start(), NfsInstallation.class);
    }

    private static NfsInstallation start() {
        Path folder = Path.of("target/it").toAbsolutePath();
        remove(folder);
        return NfsInstallation.start(LabCache.standard(), folder);
    }

    /** What an earlier run left: its objects would be taken for this one's. */
    private static void remove(Path folder) {
        try (var paths = Files.exists(folder) ? Files.walk(folder) : Stream.<Path>empty()) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
