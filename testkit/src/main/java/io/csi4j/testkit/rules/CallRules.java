package io.csi4j.testkit.rules;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What code may call and hold: CONTRIBUTING.md, "How we write". */
final class CallRules {
    private static final int MOST_PARAMETERS = 5;

    /** Whatever makes an answer depend on more than its arguments. */
    private static final String[] OUTSIDE_WORLD = {
        "io.kubernetes..",
        "okhttp3..",
        "io.grpc.stub..",
        "io.netty..",
        "com.google.gson..",
        "java.nio.file..",
        "java.net..",
        "java.util.concurrent..",
        "java.util.random..",
        "io.csi4j.sidecar.launch..",
        "io.csi4j.sidecar.log..",
        "io.csi4j.sidecar.metrics..",
        "io.csi4j.sidecar.http..",
        "io.csi4j.controller.api..",
        "io.csi4j.controller.watch..",
        "io.csi4j.controller.work..",
        "io.csi4j.controller.event..",
        "io.csi4j.controller.lease.."
    };

    private CallRules() {}

    static List<ArchRule> all(Set<String> pureRooms, Set<String> clockRooms) {
        return List.of(
                pureRoomsAreAlone(pureRooms),
                onlyCalledFrom(Set.of("io.csi4j.sidecar.launch"), "java.lang.System", "exit"),
                onlyCalledFrom(Set.of("io.csi4j.sidecar.launch"), "java.lang.Runtime", "exit|halt"),
                onlyCalledFrom(clockRooms, "java.time.(Instant|Local.*|Zoned.*|Offset.*|Clock)", "now|system.*"),
                onlyCalledFrom(clockRooms, "java.lang.Thread", "sleep"),
                onlyCalledFrom(clockRooms, "java.lang.System", "currentTimeMillis|nanoTime"),
                onlyCalledFrom(Set.of(), "java.lang.Math", "random"),
                noFields()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAPackage("io.csi4j..")
                        .should()
                        .haveRawType(Optional.class),
                methods().should(haveFewParameters()));
    }

    private static ArchRule pureRoomsAreAlone(Set<String> rooms) {
        return noClasses()
                .that(resideInAnyPackage(rooms.toArray(String[]::new)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(OUTSIDE_WORLD));
    }

    private static ArchRule onlyCalledFrom(Set<String> rooms, String owner, String method) {
        DescribedPredicate<JavaCall<?>> call =
                target(owner(nameMatching(owner))).and(target(nameMatching(method)));
        return noClasses()
                .that(JavaClass.Predicates.resideOutsideOfPackages(rooms.toArray(String[]::new)))
                .should()
                .callCodeUnitWhere(call.as("%s.%s is called", owner, method));
    }

    private static ArchCondition<JavaMethod> haveFewParameters() {
        return new ArchCondition<>("have at most " + MOST_PARAMETERS + " parameters, none of them Optional") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean generated = method.getName().startsWith("lambda$");
                boolean many = method.getRawParameterTypes().size() > MOST_PARAMETERS;
                boolean optional = Stream.of(method.getRawParameterTypes().toArray(JavaClass[]::new))
                        .anyMatch(type -> type.isEquivalentTo(Optional.class));
                if (!generated && (many || optional)) {
                    events.add(SimpleConditionEvent.violated(
                            method, method.getFullName() + " has more than 5 parameters or an Optional one"));
                }
            }
        };
    }
}
