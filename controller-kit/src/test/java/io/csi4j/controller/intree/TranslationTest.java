package io.csi4j.controller.intree;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.ClaimReference;
import io.csi4j.controller.storage.InTree;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.SecretReference;
import io.csi4j.controller.storage.Volume;
import io.csi4j.controller.storage.VolumePhase;
import io.csi4j.controller.storage.VolumeSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of contract external-attacher.md, section 6. */
class TranslationTest {
    private static final ClaimReference CLAIM = new ClaimReference("shop", "data", "uid", "");

    /** Entries and attributes are written {@code name=value}, separated by blanks. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        field                | entries                               | handle            | attributes
        awsElasticBlockStore | volumeID=vol-1                        | vol-1             | partition=0
        awsElasticBlockStore | volumeID=aws://zone/vol-1 partition=2 | vol-1             | partition=2
        awsElasticBlockStore | volumeID=aws:///vol-1                 | vol-1             | partition=0
        cinder               | volumeID=c-1                          | c-1               |
        azureDisk            | diskURI=/a/b diskName=b               | /a/b              | kind=Managed
        azureDisk            | diskURI=/a kind=Managed fsType=xfs    | /a                | kind=Managed fstype=xfs
        azureDisk            | diskURI=/a cachingMode=None           | /a                | kind=Managed cachingmode=None
        vsphereVolume        | volumePath=[ds]/p.vmdk                | [ds]/p.vmdk       |
        vsphereVolume        | volumePath=p storagePolicyName=gold   | p                 | storagepolicyname=gold
        portworxVolume       | volumeID=p-1                          | p-1               |
        azureFile            | shareName=s secretName=k              | #k#s#volume#shop  | sharename=s
        """)
    void aVolumeGetsTheHandleAndAttributesItsDriverKnows(
            String field, String entries, String handle, @Nullable String attributes) {
        var csi = csi(translated(volume(field, map(entries))));

        assertThat(csi.volumeHandle()).isEqualTo(handle);
        assertThat(csi.attributes()).isEqualTo(map(attributes));
        assertThat(InTree.nameOf(csi.driver())).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        field                | entries             | why
        awsElasticBlockStore | volumeID=a/vol-1/b  | need a volume id such as vol-1 or aws://zone/vol-1, got a/vol-1/b
        awsElasticBlockStore | volumeID=disk       | need a volume id such as vol-1 or aws://zone/vol-1, got disk
        azureDisk            | kind=Dedicated      | need an Azure disk of kind Managed, got Dedicated
        gcePersistentDisk    | zones=a-b-1__c-d-1  | need zones of one region such as a-b-1__a-b-2, got a-b-1__c-d-1
        gcePersistentDisk    | zones=a__b          | need zones of one region such as a-b-1__a-b-2, got a__b
        quobyte              | volume=x            | it has no CSI source
        """)
    void whatNoDriverKnowsIsRefusedInWords(String field, String entries, String why) {
        var all = new HashMap<>(map(entries));
        String zones = all.remove("zones");
        if (zones != null) {
            all.put(InTree.ZONE, zones);
        }

        assertThat(Translation.of(volume(field, all))).isEqualTo(new Translated.Impossible(why));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        zone         | older zone | partition | place                | told partition
        a-b-1        |            | 0         | zones/a-b-1          |
        a-b-1        | c-d-2      | 3         | zones/c-d-2          | 3
                     |            |           | zones/UNSPECIFIED    |
        a-b-1__a-b-2 |            |           | regions/a-b          |
        """)
    void aDiskOfGceIsWhereItsLabelSays(
            @Nullable String zone,
            @Nullable String olderZone,
            @Nullable String partition,
            String place,
            @Nullable String told) {
        var entries = new HashMap<>(Map.of("pdName", "disk-1", "fsType", "ext4", "readOnly", "true"));
        putIfGiven(entries, InTree.ZONE, zone);
        putIfGiven(entries, InTree.ZONE_BETA, olderZone);
        putIfGiven(entries, "partition", partition);

        assertThat(csi(translated(volume("gcePersistentDisk", entries))))
                .isEqualTo(new VolumeSource.Csi(
                        "pd.csi.storage.gke.io",
                        "projects/UNSPECIFIED/" + place + "/disks/disk-1",
                        true,
                        "ext4",
                        Map.of("partition", told == null ? "" : told),
                        VolumeSource.SecretReferences.NONE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        modes                           | told
        READ_WRITE_MANY                 | READ_WRITE_ONCE
        READ_ONLY_MANY                  | READ_ONLY_MANY
        READ_ONLY_MANY, READ_WRITE_ONCE | READ_WRITE_ONCE
        READ_WRITE_ONCE                 | READ_WRITE_ONCE
        """)
    void aDiskOfGceHasOneWriterOrManyReaders(String modes, AccessMode told) {
        List<AccessMode> all =
                Arrays.stream(modes.split(", ", -1)).map(AccessMode::valueOf).toList();
        var volume = volume("gcePersistentDisk", Map.of("pdName", "d"));
        var wanted = new Volume(volume.meta(), volume.spec().withAccessModes(all), volume.phase());

        assertThat(translated(wanted).accessModes()).containsExactly(told);
    }

    @Test
    void aShareOfAzureHidesItsAccountInItsSecret() {
        var entries = Map.of(
                "shareName",
                "s",
                "secretName",
                "azure-storage-account-acc-secret",
                "secretNamespace",
                "own",
                "readOnly",
                "true");

        var csi = csi(translated(
                annotated(volume("azureFile", entries), Map.of("kubernetes.io/azure-file-resource-group", "group"))));

        assertThat(csi.volumeHandle()).isEqualTo("group#acc#s#volume#own");
        assertThat(csi.readOnly()).isTrue();
        assertThat(csi.secrets().nodeStage()).isEqualTo(new SecretReference("own", "azure-storage-account-acc-secret"));
        assertThat(csi.secrets().controllerPublish()).isNull();
    }

    @Test
    void aShareOfAzureWithoutNamespaceAndClaimIsRefused() {
        var bound = volume("azureFile", Map.of("shareName", "s", "secretName", "k"));
        var unbound = new Volume(bound.meta(), spec(bound.spec().source(), null), bound.phase());

        assertThat(Translation.of(unbound))
                .isEqualTo(new Translated.Impossible("need the namespace of the secret k or a claim, got neither"));
    }

    @Test
    void portworxTakesItsOneSecretForAllCalls() {
        var volume = volume("portworxVolume", Map.of("volumeID", "p"));
        var secret = new SecretReference("ns", "key");

        assertThat(csi(translated(annotated(
                                volume,
                                Map.of(
                                        "openstorage.io/auth-secret-name", "key",
                                        "openstorage.io/auth-secret-namespace", "ns"))))
                        .secrets())
                .isEqualTo(new VolumeSource.SecretReferences(secret, secret, secret, secret, secret));
        assertThat(csi(translated(annotated(volume, Map.of("openstorage.io/auth-secret-name", "key"))))
                        .secrets())
                .isEqualTo(VolumeSource.SecretReferences.NONE);
    }

    @Test
    void aCsiVolumeStaysAsItIsAndOthersAreNobodys() {
        var csi = new VolumeSource.Csi("d", "h", false, "", Map.of(), VolumeSource.SecretReferences.NONE);
        var volume = volume("cinder", Map.of());
        var spec = spec(csi, CLAIM);

        assertThat(Translation.of(new Volume(volume.meta(), spec, volume.phase())))
                .isEqualTo(new Translated.Csi(spec));
        assertThat(Translation.of(
                        new Volume(volume.meta(), spec(new VolumeSource.Other("nfs"), CLAIM), volume.phase())))
                .isEqualTo(new Translated.Impossible("it has no CSI source"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
        driver                | handle                                             | repaired
        pd.csi.storage.gke.io | projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d     | projects/p/zones/z/disks/d
        pd.csi.storage.gke.io | projects/UNSPECIFIED/zones/y/disks/d               | projects/p/zones/y/disks/d
        pd.csi.storage.gke.io | projects/UNSPECIFIED/regions/r/disks/d             | projects/p/regions/r/disks/d
        pd.csi.storage.gke.io | projects/o/zones/y/disks/d                         | projects/o/zones/y/disks/d
        pd.csi.storage.gke.io | disk                                               | disk
        ebs.csi.aws.com       | projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d     | projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d
        """)
    void theNodeTellsWhatAHandleOfGceLeavesOut(String driver, String handle, String repaired) {
        assertThat(Translation.repairedHandle(driver, handle, "projects/p/zones/z/instances/i"))
                .isEqualTo(repaired);
    }

    @Test
    void aNodeOfAnotherShapeRepairsNothing() {
        String handle = "projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d";

        assertThat(Translation.repairedHandle("pd.csi.storage.gke.io", handle, "node-1"))
                .isEqualTo(handle);
    }

    private static void putIfGiven(Map<String, String> entries, String name, @Nullable String value) {
        if (value != null) {
            entries.put(name, value);
        }
    }

    private static Map<String, String> map(@Nullable String text) {
        Map<String, String> map = new HashMap<>();
        Stream.ofNullable(text)
                .flatMap(all -> Arrays.stream(all.split(" ", -1)))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> map.put(pair[0], pair[1]));
        return map;
    }

    private static Volume.Spec translated(Volume volume) {
        return switch (Translation.of(volume)) {
            case Translated.Csi(var spec) -> spec;
            case Translated.Impossible(var why) -> throw new AssertionError(why);
        };
    }

    private static VolumeSource.Csi csi(Volume.Spec spec) {
        return (VolumeSource.Csi) spec.source();
    }

    private static Volume volume(String field, Map<String, String> entries) {
        var meta = new Meta(ObjectKey.cluster("volume"), "uid", "1", false, Map.of(), List.of());
        return new Volume(meta, spec(new VolumeSource.Other(field, entries), CLAIM), VolumePhase.BOUND);
    }

    private static Volume annotated(Volume volume, Map<String, String> annotations) {
        return volume.withMeta(volume.meta().withAnnotations(annotations));
    }

    private static Volume.Spec spec(VolumeSource source, @Nullable ClaimReference claim) {
        return new Volume.Spec(
                null, List.of(AccessMode.READ_WRITE_ONCE), null, "", null, List.of(), null, claim, null, source);
    }
}
