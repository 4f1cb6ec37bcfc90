package io.csi4j.controller.intree;

import io.csi4j.controller.storage.AccessMode;
import io.csi4j.controller.storage.InTree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A persistent disk of GCE. Its handle has six parts, three of which an in-tree volume does not know. */
final class GceDisk {
    static final String DRIVER = "pd.csi.storage.gke.io";

    private static final String UNSPECIFIED = "UNSPECIFIED";
    private static final String BETWEEN_ZONES = "__";
    private static final int PARTS = 6;
    private static final int PROJECT = 1;
    private static final int KIND_OF_PLACE = 2;
    private static final int PLACE = 3;

    private GceDisk() {}

    static Translated translated(Original original) {
        String partition = original.text("partition");
        Map<String, String> attributes = Map.of("partition", partition.equals("0") ? "" : partition);
        return place(zone(original))
                .map(place -> "projects/" + UNSPECIFIED + "/" + place + "/disks/" + original.text("pdName"))
                .map(handle -> oneWriter(original).csi(DRIVER, handle, attributes))
                .orElseGet(() -> new Translated.Impossible(
                        "need zones of one region such as a-b-1__a-b-2, got " + zone(original)));
    }

    private static String zone(Original original) {
        return original.given(InTree.ZONE_BETA)
                .or(() -> original.given(InTree.ZONE))
                .orElse(UNSPECIFIED);
    }

    /** Several zones mean a disk of their region. */
    private static Optional<String> place(String zones) {
        if (!zones.contains(BETWEEN_ZONES)) {
            return Optional.of("zones/" + zones);
        }
        Set<String> regions = Arrays.stream(zones.split(BETWEEN_ZONES, -1))
                .map(GceDisk::region)
                .collect(Collectors.toSet());
        String one = regions.iterator().next();
        return regions.size() == 1 && !one.isEmpty() ? Optional.of("regions/" + one) : Optional.empty();
    }

    private static String region(String zone) {
        String[] parts = zone.split("-", -1);
        return parts.length == 3 ? parts[0] + "-" + parts[1] : "";
    }

    /** In-tree volumes said many writers and meant one; readers stay many. No modes at all stay none. */
    private static Original oneWriter(Original original) {
        List<AccessMode> modes = original.spec().accessModes();
        List<AccessMode> one = Set.copyOf(modes).equals(Set.of(AccessMode.READ_ONLY_MANY))
                ? List.of(AccessMode.READ_ONLY_MANY)
                : List.of(AccessMode.READ_WRITE_ONCE);
        return new Original(original.meta(), original.spec().withAccessModes(one), original.entries());
    }

    /** With the project and the zone of the node where the handle leaves them open. */
    static String repaired(String handle, String nodeId) {
        String[] volume = handle.split("/", -1);
        String[] node = nodeId.split("/", -1);
        if (volume.length != PARTS || node.length != PARTS) {
            return handle;
        }
        if (volume[PROJECT].equals(UNSPECIFIED)) {
            volume[PROJECT] = node[PROJECT];
        }
        if (volume[KIND_OF_PLACE].equals("zones") && volume[PLACE].equals(UNSPECIFIED)) {
            volume[PLACE] = node[PLACE];
        }
        return String.join("/", volume);
    }
}
