package io.csi4j.controller.api;

import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.Owned;
import io.csi4j.controller.storage.Pod;
import io.csi4j.controller.storage.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the kinds of which little is needed: pods, secrets, and whatever owns a pod. */
final class PodFields {
    private MetaFields.Labelled meta = MetaFields.Labelled.NONE;
    private String phase = "";
    private final List<String> claimNames = new ArrayList<>(1);
    private final List<String> ephemeralVolumes = new ArrayList<>(0);

    private PodFields() {}

    static Pod read(Fields in) throws IOException {
        PodFields draft = new PodFields();
        in.object(field -> draft.field(in, field));
        for (String volume : draft.ephemeralVolumes) {
            draft.claimNames.add(draft.meta.meta().key().name() + "-" + volume);
        }
        return new Pod(draft.meta.meta(), draft.phase, draft.claimNames);
    }

    static Owned readOwned(Fields in) throws IOException {
        PodFields draft = new PodFields();
        in.object(field -> {
            if (field.equals("metadata")) {
                draft.meta = MetaFields.readLabelled(in);
            } else {
                in.skip();
            }
        });
        return new Owned(draft.meta.meta(), draft.meta.owners());
    }

    static Secret readSecret(Fields in) throws IOException {
        PodFields draft = new PodFields();
        Map<String, String> entries = new HashMap<>();
        in.object(field -> {
            switch (field) {
                case "metadata" -> draft.meta = MetaFields.readLabelled(in);
                case "data" -> in.object(key -> entries.put(key, decoded(in.text())));
                default -> in.skip();
            }
        });
        return new Secret(draft.meta.meta(), entries);
    }

    private static String decoded(String base64) throws IOException {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message quotes what was to stay secret.
            throw new IOException("secret entry is not base64");
        }
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "metadata" -> meta = MetaFields.readLabelled(in);
            case "spec" -> in.object(part -> specField(in, part));
            case "status" -> in.object(part -> statusField(in, part));
            default -> in.skip();
        }
    }

    private void specField(Fields in, String field) throws IOException {
        if (field.equals("volumes")) {
            in.each(volume -> {
                volume(volume);
                return volume;
            });
        } else {
            in.skip();
        }
    }

    private void volume(Fields in) throws IOException {
        StringBuilder name = new StringBuilder();
        boolean[] ephemeral = new boolean[1];
        in.object(field -> {
            switch (field) {
                case "name" -> name.append(in.text());
                case "persistentVolumeClaim" -> claimNames.add(in.texts().getOrDefault("claimName", ""));
                case "ephemeral" -> {
                    ephemeral[0] = true;
                    in.skip();
                }
                default -> in.skip();
            }
        });
        if (ephemeral[0]) {
            ephemeralVolumes.add(name.toString());
        }
    }

    private void statusField(Fields in, String field) throws IOException {
        if (field.equals("phase")) {
            phase = in.shared();
        } else {
            in.skip();
        }
    }
}
