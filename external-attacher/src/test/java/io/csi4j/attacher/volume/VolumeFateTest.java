package io.csi4j.attacher.volume;

import static io.csi4j.samples.Samples.DRIVER;
import static io.csi4j.samples.Samples.aVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.Annotations;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumeSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeFateTest {
    private static final String FINALIZER = "external-attacher/test-csi4j-io";

    /** Contract 3 and 5. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
                    finalizer | deleting | source               | migrated to       | released
                    false     | false    | csi                  |                   | false
                    false     | true     | csi                  |                   | false
                    true      | false    | csi                  |                   | false
                    true      | true     | csi                  |                   | true
                    true      | false    | nfs                  |                   | false
                    true      | true     | nfs                  |                   | true
                    true      | false    | gcePersistentDisk    |                   | true
                    true      | false    | gcePersistentDisk    | other.example.com | true
                    true      | false    | gcePersistentDisk    | test.csi4j.io     | false
                    true      | true     | gcePersistentDisk    | test.csi4j.io     | true
                    false     | true     | gcePersistentDisk    |                   | false
                    """)
    void aVolumeIsReleasedWhenItGoesOrIsHandedBack(
            boolean finalizer, boolean deleting, String source, String migratedTo, boolean released) {
        var sample = aVolume();
        if (finalizer) {
            sample.heldBy(FINALIZER);
        }
        if (deleting) {
            sample.deleting();
        }
        if (migratedTo != null) {
            sample.annotated(Annotations.MIGRATED_TO, migratedTo);
        }
        var volume = source.equals("csi") ? sample.record() : of(sample.record(), source);

        assertThat(VolumeFate.isToBeReleased(volume, DRIVER, FINALIZER)).isEqualTo(released);
    }

    private static Volume of(Volume volume, String field) {
        return new Volume(volume.meta(), volume.spec().withSource(new VolumeSource.Other(field)), volume.phase());
    }
}
