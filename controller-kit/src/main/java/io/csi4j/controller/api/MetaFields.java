package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.Pool;
import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Owner;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Field {@code metadata} of every object: reads what is kept of it, writes what a new object needs. */
final class MetaFields {
    /** What stands for the metadata of an object that has none. */
    static final Meta NONE = Meta.ofNew(ObjectKey.cluster(""));

    private String name = "";
    private String namespace = "";
    private String uid = "";
    private String resourceVersion = "";
    private boolean deleting;
    private List<String> finalizers = List.of();
    private Map<String, String> annotations = Map.of();
    private Map<String, String> labels = Map.of();
    private List<Owner> owners = List.of();

    private final boolean keepsAnnotations;
    private final boolean keepsLabels;

    private MetaFields(boolean keepsAnnotations, boolean keepsLabels) {
        this.keepsAnnotations = keepsAnnotations;
        this.keepsLabels = keepsLabels;
    }

    /** With annotations, without labels and owners: what most kinds need. */
    static Meta read(Fields in) throws IOException {
        return read(in, new MetaFields(true, false)).meta();
    }

    /** With labels and owners, without annotations. */
    static Labelled readLabelled(Fields in) throws IOException {
        return read(in, new MetaFields(false, true));
    }

    /** With everything. */
    static Labelled readWhole(Fields in) throws IOException {
        return read(in, new MetaFields(true, true));
    }

    /** Metadata of a kind whose labels or owners count. */
    record Labelled(Meta meta, Map<String, String> labels, List<Owner> owners) {
        static final Labelled NONE = new Labelled(MetaFields.NONE, Map.of(), List.of());
    }

    private static Labelled read(Fields in, MetaFields draft) throws IOException {
        in.object(field -> draft.field(in, field));
        ObjectKey key = new ObjectKey(draft.namespace, draft.name);
        Meta meta =
                new Meta(key, draft.uid, draft.resourceVersion, draft.deleting, draft.annotations, draft.finalizers);
        return new Labelled(meta, draft.labels, draft.owners);
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            // Drivers tell a volume's name once more in its attributes.
            case "name" -> name = in.shared();
            case "namespace" -> namespace = in.shared();
            case "uid" -> uid = in.text();
            case "resourceVersion" -> resourceVersion = in.text();
            case "deletionTimestamp" -> deleting = in.isGiven();
            case "finalizers" -> finalizers = in.sharedTexts();
            case "annotations" -> readAnnotations(in);
            case "labels" -> readLabels(in);
            case "ownerReferences" -> readOwners(in);
            default -> in.skip();
        }
    }

    private void readAnnotations(Fields in) throws IOException {
        if (!keepsAnnotations) {
            in.skip();
            return;
        }
        Map<String, String> kept = new HashMap<>();
        in.object(key -> {
            if (key.equals(Annotations.LAST_APPLIED)) {
                in.skip();
            } else {
                kept.put(Pool.SHARED.same(key), in.shared());
            }
        });
        annotations = Pool.SHARED.same(Map.copyOf(kept));
    }

    private void readLabels(Fields in) throws IOException {
        if (keepsLabels) {
            labels = in.texts();
        } else {
            in.skip();
        }
    }

    private void readOwners(Fields in) throws IOException {
        if (keepsLabels) {
            owners = in.list(OwnerFields::read);
        } else {
            in.skip();
        }
    }

    /** Writes what the server does not fill in itself; a name that ends in a dash asks it to complete the name. */
    static void write(JsonWriter out, Labelled whole) throws IOException {
        Meta meta = whole.meta();
        out.name("metadata").beginObject();
        String name = meta.key().name();
        out.name(name.endsWith("-") ? "generateName" : "name").value(name);
        Write.text(out, "namespace", meta.key().namespace());
        Write.text(out, "uid", meta.uid());
        Write.text(out, "resourceVersion", meta.resourceVersion());
        Write.texts(out, "labels", whole.labels());
        Write.texts(out, "annotations", meta.annotations());
        Write.texts(out, "finalizers", meta.finalizers());
        OwnerFields.write(out, whole.owners());
        out.endObject();
    }

    static void write(JsonWriter out, Meta meta) throws IOException {
        write(out, new Labelled(meta, Map.of(), List.of()));
    }
}
