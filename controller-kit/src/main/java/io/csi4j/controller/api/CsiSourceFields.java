package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.Pool;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.VolumeSource;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Field {@code csi} of a volume. */
final class CsiSourceFields {
    private String driver = "";
    private String volumeHandle = "";
    private boolean readOnly;
    private String fsType = "";
    private Map<String, String> attributes = Map.of();
    private @Nullable SecretReference controllerPublish;
    private @Nullable SecretReference nodeStage;
    private @Nullable SecretReference nodePublish;
    private @Nullable SecretReference controllerExpand;
    private @Nullable SecretReference nodeExpand;
    private boolean hasSecrets;

    private final boolean keepsAttributes;

    private CsiSourceFields(boolean keepsAttributes) {
        this.keepsAttributes = keepsAttributes;
    }

    static VolumeSource read(Fields in, boolean keepsAttributes) throws IOException {
        CsiSourceFields draft = new CsiSourceFields(keepsAttributes);
        in.object(field -> draft.field(in, field));
        return draft.source();
    }

    private VolumeSource.Csi source() {
        return new VolumeSource.Csi(driver, volumeHandle, readOnly, fsType, attributes, secrets());
    }

    private VolumeSource.SecretReferences secrets() {
        if (!hasSecrets) {
            return VolumeSource.SecretReferences.NONE;
        }
        return Pool.SHARED.same(new VolumeSource.SecretReferences(
                controllerPublish, nodeStage, nodePublish, controllerExpand, nodeExpand));
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "driver" -> driver = in.shared();
            case "volumeHandle" -> volumeHandle = in.text();
            case "readOnly" -> readOnly = in.truth();
            case "fsType" -> fsType = in.shared();
            case "volumeAttributes" -> readAttributes(in);
            case "controllerPublishSecretRef" -> controllerPublish = secret(in);
            case "nodeStageSecretRef" -> nodeStage = secret(in);
            case "nodePublishSecretRef" -> nodePublish = secret(in);
            case "controllerExpandSecretRef" -> controllerExpand = secret(in);
            case "nodeExpandSecretRef" -> nodeExpand = secret(in);
            default -> in.skip();
        }
    }

    private @Nullable SecretReference secret(Fields in) throws IOException {
        hasSecrets = true;
        return Shared.secret(in);
    }

    private void readAttributes(Fields in) throws IOException {
        if (keepsAttributes) {
            attributes = in.texts();
        } else {
            in.skip();
        }
    }

    static void write(JsonWriter out, VolumeSource.Csi csi) throws IOException {
        out.name("csi").beginObject();
        out.name("driver").value(csi.driver());
        out.name("volumeHandle").value(csi.volumeHandle());
        Write.truth(out, "readOnly", csi.readOnly());
        Write.text(out, "fsType", csi.fsType());
        Write.texts(out, "volumeAttributes", csi.attributes());
        VolumeSource.SecretReferences secrets = csi.secrets();
        secret(out, "controllerPublishSecretRef", secrets.controllerPublish());
        secret(out, "nodeStageSecretRef", secrets.nodeStage());
        secret(out, "nodePublishSecretRef", secrets.nodePublish());
        secret(out, "controllerExpandSecretRef", secrets.controllerExpand());
        secret(out, "nodeExpandSecretRef", secrets.nodeExpand());
        out.endObject();
    }

    private static void secret(JsonWriter out, String name, @Nullable SecretReference secret) throws IOException {
        if (secret != null) {
            out.name(name).beginObject();
            out.name("name").value(secret.name());
            out.name("namespace").value(secret.namespace());
            out.endObject();
        }
    }
}
