package io.csi4j.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link StoryDriver} of this run; use it beside {@link InstalledOnce} and {@link NodeOnce}. */
final class StoryDriverOnce implements ParameterResolver {
    private static final Namespace ROOM = Namespace.create(StoryDriverOnce.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == StoryDriver.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var installation = InstalledOnce.installation(context);
        var node = NodeOnce.node(context);
        return context.getRoot()
                .getStore(ROOM)
                .computeIfAbsent(StoryDriver.class, type -> StoryDriver.start(installation, node), StoryDriver.class);
    }
}
