package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.Lease;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads and writes a Lease. */
final class LeaseFields {
    private MetaFields.Labelled meta = MetaFields.Labelled.NONE;
    private String holder = "";
    private @Nullable Integer durationSeconds;
    private String acquireTime = "";
    private String renewTime = "";
    private int transitions;

    private LeaseFields() {}

    static Lease read(Fields in) throws IOException {
        LeaseFields draft = new LeaseFields();
        in.object(field -> draft.field(in, field));
        return new Lease(
                draft.meta.meta(),
                draft.meta.labels(),
                draft.meta.owners(),
                draft.holder,
                draft.durationSeconds,
                draft.acquireTime,
                draft.renewTime,
                draft.transitions);
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "metadata" -> meta = MetaFields.readWhole(in);
            case "spec" -> in.object(part -> specField(in, part));
            default -> in.skip();
        }
    }

    private void specField(Fields in, String field) throws IOException {
        switch (field) {
            case "holderIdentity" -> holder = in.text();
            case "leaseDurationSeconds" -> durationSeconds = in.number();
            case "acquireTime" -> acquireTime = in.text();
            case "renewTime" -> renewTime = in.text();
            case "leaseTransitions" -> {
                Integer number = in.number();
                transitions = number == null ? 0 : number;
            }
            default -> in.skip();
        }
    }

    static void write(JsonWriter out, Lease lease) throws IOException {
        MetaFields.write(out, new MetaFields.Labelled(lease.meta(), lease.labels(), lease.owners()));
        out.name("spec").beginObject();
        out.name("holderIdentity").value(lease.holder());
        if (lease.durationSeconds() != null) {
            out.name("leaseDurationSeconds").value(lease.durationSeconds());
        }
        Write.text(out, "acquireTime", lease.acquireTime());
        Write.text(out, "renewTime", lease.renewTime());
        out.name("leaseTransitions").value(lease.transitions());
        out.endObject();
    }
}
