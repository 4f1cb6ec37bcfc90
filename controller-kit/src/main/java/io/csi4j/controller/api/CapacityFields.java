package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.StorageCapacity;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and writes a CSIStorageCapacity. */
final class CapacityFields {
    private MetaFields.Labelled meta = MetaFields.Labelled.NONE;
    private String storageClassName = "";
    private @Nullable Map<String, String> topology;
    private boolean plainTopology = true;
    private @Nullable Quantity capacity;
    private @Nullable Quantity maximumVolumeSize;

    private CapacityFields() {}

    static StorageCapacity read(Fields in) throws IOException {
        CapacityFields draft = new CapacityFields();
        in.object(field -> draft.field(in, field));
        return new StorageCapacity(
                draft.meta.meta(),
                draft.meta.labels(),
                draft.meta.owners(),
                draft.storageClassName,
                draft.topology,
                draft.plainTopology,
                draft.capacity,
                draft.maximumVolumeSize);
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "metadata" -> meta = MetaFields.readWhole(in);
            case "storageClassName" -> storageClassName = in.shared();
            case "nodeTopology" -> nodeTopology(in);
            case "capacity" -> capacity = in.quantity();
            case "maximumVolumeSize" -> maximumVolumeSize = in.quantity();
            default -> in.skip();
        }
    }

    private void nodeTopology(Fields in) throws IOException {
        topology = in.isObject() ? Map.of() : null;
        in.object(part -> {
            switch (part) {
                case "matchLabels" -> topology = in.texts();
                case "matchExpressions" -> {
                    plainTopology = false;
                    in.skip();
                }
                default -> in.skip();
            }
        });
    }

    static void write(JsonWriter out, StorageCapacity value) throws IOException {
        MetaFields.write(out, new MetaFields.Labelled(value.meta(), value.labels(), value.owners()));
        out.name("storageClassName").value(value.storageClassName());
        if (value.topology() != null) {
            out.name("nodeTopology").beginObject();
            out.name("matchLabels");
            Write.tree(out, new TreeMap<>(value.topology()));
            out.endObject();
        }
        quantity(out, "capacity", value.capacity());
        quantity(out, "maximumVolumeSize", value.maximumVolumeSize());
    }

    private static void quantity(JsonWriter out, String name, @Nullable Quantity value) throws IOException {
        if (value != null) {
            out.name(name).value(value.text());
        }
    }
}
