package io.csi4j.provisioner.request;

import io.csi4j.controller.storage.Claim;
import io.csi4j.controller.storage.DataSource;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.ReferenceGrant;
import java.util.List;

/** Whether a claim may refer to a source in another namespace (contract 5.3; KEP-3294). */
public final class Grants {
    private Grants() {}

    /**
     * Blocked unless a grant lets the claim refer to the source, or both are in one namespace.
     *
     * @param source names a namespace
     * @param grants all of that namespace
     */
    public static Step<DataSource> check(Claim claim, DataSource source, List<ReferenceGrant> grants) {
        String from = claim.key().namespace();
        if (from.equals(source.namespace()) || grants.stream().anyMatch(grant -> allows(grant, from, source))) {
            return Step.ready(source);
        }
        var key = new ObjectKey(String.valueOf(source.namespace()), source.name());
        return Step.finished("no ReferenceGrant in namespace " + key.namespace() + " lets " + ContentSource.CLAIM + " "
                + claim.key() + " refer to " + source.kind() + " " + key);
    }

    private static boolean allows(ReferenceGrant grant, String from, DataSource source) {
        return grant.meta().key().namespace().equals(source.namespace())
                && grant.from().stream().anyMatch(side -> isClaimsOf(side, from))
                && grant.to().stream().anyMatch(side -> covers(side, source));
    }

    private static boolean isClaimsOf(ReferenceGrant.From side, String namespace) {
        return side.group().isEmpty()
                && side.kind().equals(ContentSource.CLAIM)
                && side.namespace().equals(namespace);
    }

    private static boolean covers(ReferenceGrant.To side, DataSource source) {
        String name = side.name();
        return side.group().equals(source.group())
                && side.kind().equals(source.kind())
                && (name == null || name.isEmpty() || name.equals(source.name()));
    }
}
