package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ReferenceGrant;
import java.io.IOException;
import java.util.List;

/** Reads a ReferenceGrant. */
final class GrantFields {
    private Meta meta = MetaFields.NONE;
    private List<ReferenceGrant.From> from = List.of();
    private List<ReferenceGrant.To> to = List.of();

    private GrantFields() {}

    static ReferenceGrant read(Fields in) throws IOException {
        GrantFields draft = new GrantFields();
        in.object(field -> draft.field(in, field));
        return new ReferenceGrant(draft.meta, draft.from, draft.to);
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "metadata" -> meta = MetaFields.read(in);
            case "spec" -> in.object(part -> specField(in, part));
            default -> in.skip();
        }
    }

    private void specField(Fields in, String field) throws IOException {
        switch (field) {
            case "from" -> from = in.list(GrantFields::from);
            case "to" -> to = in.list(GrantFields::to);
            default -> in.skip();
        }
    }

    private static ReferenceGrant.From from(Fields in) throws IOException {
        var texts = in.texts();
        return new ReferenceGrant.From(
                texts.getOrDefault("group", ""), texts.getOrDefault("kind", ""), texts.getOrDefault("namespace", ""));
    }

    private static ReferenceGrant.To to(Fields in) throws IOException {
        var texts = in.texts();
        return new ReferenceGrant.To(
                texts.getOrDefault("group", ""), texts.getOrDefault("kind", ""), texts.get("name"));
    }
}
