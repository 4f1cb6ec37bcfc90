package io.csi4j.e2e;

import io.csi4j.e2e.cluster.NfsInstallation;
import io.csi4j.e2e.cluster.NfsNode;
import io.csi4j.lab.LabCache;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the one node of this run, with the driver registered, before tests that want it, and gives it to them; use it
 * beside {@link InstalledOnce}.
 */
final class NodeOnce implements BeforeAllCallback, ParameterResolver {
    private static final Namespace ROOM = Namespace.create(NodeOnce.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        var _ = node(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == NfsNode.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return node(context);
    }

    /** The one node of this run. */
    static NfsNode node(ExtensionContext context) {
        NfsInstallation installation = InstalledOnce.installation(context);
        return context.getRoot()
                .getStore(ROOM)
                .computeIfAbsent(NfsNode.class, type -> start(installation), NfsNode.class);
    }

    private static NfsNode start(NfsInstallation installation) {
        NfsNode node = NfsNode.start(
                LabCache.standard(), installation, Path.of("target/node").toAbsolutePath());
        try {
            node.awaitReady(installation.nfsServer().port());
            node.deployDriver();
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }
}
