package io.csi4j.controller.intree;

import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeSource;
import java.util.Map;
import java.util.Optional;

/** A volume before its translation. */
record Original(Meta meta, Volume.Spec spec, Map<String, String> entries) {
    /** What the source says under that name, empty if nothing. */
    String text(String name) {
        return entries.getOrDefault(name, "");
    }

    Optional<String> given(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    Translated csi(String driver, String handle, Map<String, String> attributes) {
        return csi(driver, handle, attributes, VolumeSource.SecretReferences.NONE);
    }

    /** Read-only and file system as the source has them. */
    Translated csi(
            String driver, String handle, Map<String, String> attributes, VolumeSource.SecretReferences secrets) {
        boolean readOnly = Boolean.parseBoolean(text("readOnly"));
        var source = new VolumeSource.Csi(driver, handle, readOnly, text("fsType"), attributes, secrets);
        return new Translated.Csi(spec.withSource(source));
    }
}
