package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.NodeTerm;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeSource;
import java.io.IOException;
import java.util.List;

/** Writes a PersistentVolume that is about to be created: external-provisioner.md, section 6. */
final class VolumeWriter {
    private VolumeWriter() {}

    static void write(JsonWriter out, Volume volume) throws IOException {
        MetaFields.write(out, volume.meta());
        Volume.Spec spec = volume.spec();
        out.name("spec").beginObject();
        Write.storage(out, "capacity", spec.capacity());
        Write.texts(
                out,
                "accessModes",
                spec.accessModes().stream().map(AccessMode::wireName).toList());
        Write.wireName(out, "persistentVolumeReclaimPolicy", spec.reclaimPolicy());
        Write.text(out, "storageClassName", spec.storageClassName());
        Write.text(out, "volumeAttributesClassName", spec.volumeAttributesClassName());
        Write.texts(out, "mountOptions", spec.mountOptions());
        Write.wireName(out, "volumeMode", spec.volumeMode());
        if (spec.claimRef() != null) {
            out.name("claimRef");
            ClaimReferenceFields.write(out, spec.claimRef());
        }
        if (spec.nodeAffinity() != null) {
            affinity(out, spec.nodeAffinity());
        }
        if (spec.source() instanceof VolumeSource.Csi csi) {
            CsiSourceFields.write(out, csi);
        }
        out.endObject();
    }

    private static void affinity(JsonWriter out, List<NodeTerm> terms) throws IOException {
        out.name("nodeAffinity").beginObject().name("required").beginObject();
        out.name("nodeSelectorTerms").beginArray();
        for (NodeTerm term : terms) {
            out.beginObject().name("matchExpressions").beginArray();
            for (NodeTerm.Requirement requirement : term.requirements()) {
                out.beginObject();
                out.name("key").value(requirement.key());
                out.name("operator").value(requirement.operator());
                Write.texts(out, "values", requirement.values());
                out.endObject();
            }
            out.endArray().endObject();
        }
        out.endArray().endObject().endObject();
    }
}
