package io.csi4j.testkit.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who may know whom: docs/architecture.md. Arrows point downwards only. */
final class ArrowRules {
    private static final String ROOT = "io.csi4j.";

    /** Per module what it may use besides itself. Those that start or test everything are not named. */
    private static final Map<String, List<String>> MODULES = Map.ofEntries(
            Map.entry("spec", List.of()),
            Map.entry("sidecar", List.of("spec")),
            Map.entry("controller", List.of("sidecar", "spec")),
            Map.entry("provisioner", List.of("controller", "sidecar", "spec")),
            Map.entry("attacher", List.of("controller", "sidecar", "spec")),
            Map.entry("resizer", List.of("controller", "sidecar", "spec")),
            Map.entry("registrar", List.of("sidecar", "spec")),
            Map.entry("liveness", List.of("sidecar", "spec")),
            Map.entry("nfs", List.of("sidecar", "spec")));

    /** Rooms of the kits and the rooms of the same kit they may use; their signs say the same. */
    private static final Map<String, List<String>> ROOMS = Map.of(
            "controller.storage", List.of(),
            "controller.api", List.of("controller.storage"),
            "controller.watch", List.of("controller.api", "controller.storage"),
            "controller.work", List.of(),
            "controller.event", List.of("controller.api", "controller.storage"),
            "controller.lease", List.of("controller.api", "controller.event", "controller.storage"));

    /** Only these rooms know what stands behind the arrow. */
    private static final Map<String, String> CLIENTS = Map.of(
            "io.kubernetes..", "io.csi4j.controller.api",
            "okhttp3..", "io.csi4j.controller.api",
            "io.netty..", "io.csi4j.sidecar.csi");

    private ArrowRules() {}

    static List<ArchRule> all() {
        List<ArchRule> rules = new ArrayList<>();
        MODULES.forEach((module, mayUse) -> rules.add(only(module, MODULES.keySet(), mayUse)));
        ROOMS.forEach((room, mayUse) -> rules.add(only(room, ROOMS.keySet(), mayUse)));
        CLIENTS.forEach((client, room) -> rules.add(noClasses()
                .that(resideInAnyPackage("io.csi4j..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(room + "..", "io.csi4j.testkit..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(client))));
        rules.add(slices().matching("io.csi4j.(**)").should().beFreeOfCycles());
        return rules;
    }

    private static ArchRule only(String owner, Iterable<String> all, List<String> mayUse) {
        List<String> foreign = new ArrayList<>();
        for (String other : all) {
            if (!other.equals(owner) && !mayUse.contains(other)) {
                foreign.add(other);
            }
        }
        return noClasses()
                .that(resideInAnyPackage(packages(owner)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages(foreign.toArray(String[]::new))));
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Stream.of(ROOT + name + ".."))
                .toArray(String[]::new);
    }
}
