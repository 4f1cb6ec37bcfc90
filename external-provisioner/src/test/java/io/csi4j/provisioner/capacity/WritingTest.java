package io.csi4j.provisioner.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.controller.storage.BindingMode;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.controller.storage.Owner;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.StorageCapacity;
import io.csi4j.provisioner.Given;
import io.csi4j.provisioner.capacity.CapacityKey.Slot;
import io.csi4j.provisioner.topology.Term;
import io.csi4j.spec.v1.GetCapacityResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WritingTest {
    private static final Slot SLOT = new Slot(Given.CLASS, Term.of(Map.of("zone", "a")));
    private static final Owner OURS = owner("ours");

    @Test
    void aSlotWithoutObjectGetsOne() {
        var writing = Writing.of(SLOT, null, room("1Gi", "512Mi"), rules(OURS));

        assertThat(writing).isInstanceOfSatisfying(Writing.Create.class, create -> {
            var object = create.object();
            assertThat(object.key()).isEqualTo(new ObjectKey("team", "csisc-"));
            assertThat(object.labels())
                    .isEqualTo(Map.of(
                            "csi.storage.k8s.io/drivername",
                            Given.DRIVER,
                            "csi.storage.k8s.io/managed-by",
                            "external-provisioner"));
            assertThat(object.owners()).containsExactly(OURS);
            assertThat(object.storageClassName()).isEqualTo(Given.CLASS);
            assertThat(object.topology()).isEqualTo(Map.of("zone", "a"));
            assertThat(object.capacity()).hasToString("1Gi");
            assertThat(object.maximumVolumeSize()).hasToString("512Mi");
        });
    }

    @Test
    void withoutLevelNobodyOwnsTheObjects() {
        assertThat(Writing.of(SLOT, null, room("0", null), rules(null)))
                .isInstanceOfSatisfying(Writing.Create.class, create -> {
                    assertThat(create.object().owners()).isEmpty();
                    assertThat(create.object().capacity()).hasToString("0");
                    assertThat(create.object().maximumVolumeSize()).isNull();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            case              | object has     | driver says    | owner  | written
            reuse unchanged   | 1Gi -    ours  | 1Gi -          | ours   | nothing
            written otherwise | 1024Mi - ours  | 1Gi -          | ours   | nothing
            updated           | 1Gi -    ours  | 2Gi -          | ours   | 2Gi - ours
            nothing left      | 1Gi -    ours  | 0   -          | ours   | 0 - ours
            max size          | 1Gi -    ours  | 1Gi 1Mi        | ours   | 1Gi 1Mi ours
            max size is gone  | 1Gi 1Mi  ours  | 1Gi -          | ours   | 1Gi - ours
            owner added       | 1Gi -          | 1Gi -          | ours   | 1Gi - ours
            owner kept        | 1Gi -    other | 1Gi -          | ours   | 1Gi - other,ours
            owner not removed | 1Gi -    other | 1Gi -          | ''     | nothing
            without capacity  | -   -    ours  | 0   -          | ours   | 0 - ours
            """)
    void whatDiffersIsWritten(String name, String has, String says, String owner, String written) {
        String[] before = has.split(" +");
        String[] now = says.split(" +", -1);
        var kept = object("csisc-1", before);

        var writing = Writing.of(
                SLOT, kept, room(now[0], quantityText(now[1])), rules(owner.isEmpty() ? null : owner(owner)));

        assertThat(text(writing)).isEqualTo(written);
    }

    private static String text(Writing writing) {
        return switch (writing) {
            case Writing.Nothing() -> "nothing";
            case Writing.Create(var object) -> "create";
            case Writing.Change(var seen, var room, var owners) ->
                room.available() + " " + Objects.toString(room.largest(), "-") + " "
                        + owners.stream().map(Owner::uid).collect(Collectors.joining(","));
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            case                     | wanted | there                | kept    | obsolete
            none                     | true   | ''                   | ''      | ''
            reuse                    | true   | csisc-1              | csisc-1 | ''
            twice                    | true   | csisc-2 csisc-1      | csisc-1 | csisc-2
            the one going away       | true   | csisc-1! csisc-2     | csisc-2 | ''
            nothing but one going    | true   | csisc-1!             | csisc-1 | ''
            obsolete                 | false  | csisc-1 csisc-2      | ''      | csisc-1 csisc-2
            redundant delete         | false  | csisc-1!             | ''      | ''
            """)
    void oneObjectStaysWhereOneIsWanted(String name, boolean wanted, String there, String kept, String obsolete) {
        var found = Found.of(
                wanted,
                Arrays.stream(there.split(" "))
                        .filter(word -> !word.isEmpty())
                        .map(word -> object(word, "1Gi", "-"))
                        .toList());

        assertThat(found.kept() == null ? "" : found.kept().name()).isEqualTo(kept);
        assertThat(found.obsolete().stream().map(StorageCapacity::name).collect(Collectors.joining(" ")))
                .isEqualTo(obsolete);
    }

    @Test
    void anObjectOfAnotherShapeIsForNoSlot() {
        var plain = object("csisc-1", "1Gi", "-");
        var withExpressions = new StorageCapacity(
                plain.meta(), plain.labels(), List.of(), Given.CLASS, Map.of("zone", "a"), false, null, null);
        var withoutTopology =
                new StorageCapacity(plain.meta(), plain.labels(), List.of(), Given.CLASS, null, true, null, null);

        assertThat(CapacityKey.of(plain)).isEqualTo(SLOT);
        assertThat(CapacityKey.of(withExpressions)).isEqualTo(new CapacityKey.Stray(plain.key()));
        assertThat(CapacityKey.of(withoutTopology)).isEqualTo(new CapacityKey.Stray(plain.key()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            class of             | mode                    | immediate too | covered
            test.csi.example.com | WAIT_FOR_FIRST_CONSUMER | false         | true
            test.csi.example.com | IMMEDIATE               | false         | false
            test.csi.example.com | IMMEDIATE               | true          | true
            test.csi.example.com | -                       | false         | true
            other                | WAIT_FOR_FIRST_CONSUMER | true          | false
            """)
    void classesThatBindAtOnceAreLeftOut(
            String provisioner, @Nullable BindingMode mode, boolean immediateToo, boolean covered) {
        var rules = new CapacityRules(Given.DRIVER, ManagedBy.CENTRAL, "team", null, immediateToo);

        assertThat(rules.cover(Given.aClass().of(provisioner).binding(mode).build()))
                .isEqualTo(covered);
    }

    @Test
    void theWatchPicksOurObjectsOnly() {
        assertThat(rules(null).selector())
                .isEqualTo("csi.storage.k8s.io/drivername=" + Given.DRIVER
                        + ",csi.storage.k8s.io/managed-by=external-provisioner");
    }

    @Test
    void theDriverIsAskedWithTheParametersAsTheyStandInTheClass() {
        var parameters = Map.of("tier", "gold", "csi.storage.k8s.io/fstype", "xfs");

        var request = SLOT.request(Given.aClass().with(parameters).build());

        assertThat(request.getParametersMap()).isEqualTo(parameters);
        assertThat(request.getAccessibleTopology().getSegmentsMap()).isEqualTo(Map.of("zone", "a"));
        assertThat(request.getVolumeCapabilitiesList()).isEmpty();
    }

    @Test
    void theAnswerIsTakenInWholeBytes() {
        var room = Room.of(
                GetCapacityResponse.newBuilder().setAvailableCapacity(1L << 30).build());

        assertThat(room).isEqualTo(room("1Gi", null));
    }

    /** @param name ends in an exclamation mark if it is being deleted; {@code words}: capacity, largest, owners */
    private static StorageCapacity object(String name, String... words) {
        boolean deleting = name.endsWith("!");
        var key = new ObjectKey("team", deleting ? name.substring(0, name.length() - 1) : name);
        return new StorageCapacity(
                new Meta(key, name + "-uid", "7", deleting, Map.of(), List.of()),
                rules(null).labels(),
                words.length < 3 ? List.of() : List.of(owner(words[2])),
                Given.CLASS,
                Map.of("zone", "a"),
                true,
                quantity(quantityText(words[0])),
                quantity(quantityText(words[1])));
    }

    private static @Nullable String quantityText(String word) {
        return word.equals("-") ? null : word;
    }

    private static @Nullable Quantity quantity(@Nullable String text) {
        return text == null ? null : Quantity.parse(text).orElseThrow();
    }

    private static Room room(String available, @Nullable String largest) {
        return new Room(Quantity.parse(available).orElseThrow(), quantity(largest));
    }

    private static Owner owner(String uid) {
        return new Owner("apps/v1", "StatefulSet", "csi", uid, true, false);
    }

    private static CapacityRules rules(@Nullable Owner owner) {
        return new CapacityRules(Given.DRIVER, ManagedBy.CENTRAL, "team", owner, false);
    }
}
