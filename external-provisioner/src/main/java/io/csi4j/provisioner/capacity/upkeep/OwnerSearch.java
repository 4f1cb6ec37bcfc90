package io.csi4j.provisioner.capacity.upkeep;

import io.csi4j.controller.api.Kind;
import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Owned;
import io.csi4j.controller.storage.Owner;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.util.Locale;

/** Who owns the capacity objects: our pod or one of those that run it, so that they go with the deployment. */
public final class OwnerSearch {
    private final KubeApi kube;
    private final String namespace;

    public OwnerSearch(KubeApi kube, String namespace) {
        this.kube = kube;
        this.namespace = namespace;
    }

    /**
     * Walks up from a pod. The last step reads nothing: a pod run by a StatefulSet needs the right to read pods alone.
     *
     * @param level 0 for the pod itself, 1 for what controls it, and so on
     * @throws StartupException with exit 255 if the walk ends too early
     */
    public Owner find(String podName, int level) {
        var pod = read(Kinds.OWNED_PODS, podName);
        Owner owner = new Owner("v1", "Pod", podName, pod.uid(), true, false);
        for (int walked = 0; walked < level; walked++) {
            var object = walked == 0 ? pod : read(owner);
            owner = controller(object, owner);
        }
        return owner;
    }

    private Owned read(Owner owner) {
        int slash = owner.apiVersion().indexOf('/');
        String group = slash < 0 ? "" : owner.apiVersion().substring(0, slash);
        var kind = Kinds.owned(group, owner.apiVersion().substring(slash + 1), plural(owner.kind()), owner.kind());
        var found = read(kind, owner.name());
        if (!found.uid().equals(owner.uid())) {
            throw failed(owner.kind() + " " + owner.name() + " has UID " + found.uid() + ", its dependent says "
                    + owner.uid());
        }
        return found;
    }

    private Owned read(Kind<Owned> kind, String name) {
        var reply = kube.get(kind, new ObjectKey(namespace, name));
        if (reply instanceof Reply.Found<Owned>(var found)) {
            return found;
        }
        throw failed("cannot read " + kind + " " + namespace + "/" + name + ": " + reply.problem());
    }

    /** Only what identifies it: it does not wait for our objects when it is deleted. */
    private Owner controller(Owned object, Owner name) {
        return object.controller()
                .map(found -> new Owner(found.apiVersion(), found.kind(), found.name(), found.uid(), true, false))
                .orElseThrow(() -> failed(name.kind() + " " + namespace + "/" + name.name()
                        + " has no controlling owner: lower --capacity-ownerref-level"));
    }

    private static StartupException failed(String message) {
        return new StartupException(Exit.FATAL, "looking for the owner of the capacity objects: " + message);
    }

    /** As the API server forms the resource of a kind; kinds that run pods follow it. */
    private static String plural(String kind) {
        String lower = kind.toLowerCase(Locale.ROOT);
        if (lower.endsWith("s") || lower.endsWith("x") || lower.endsWith("ch") || lower.endsWith("sh")) {
            return lower + "es";
        }
        return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
    }
}
