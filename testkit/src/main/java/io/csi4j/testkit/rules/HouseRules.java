package io.csi4j.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks the main classes and sources of one module: {@code HouseRules.ofThisModule().pure("io.csi4j.x.y").check()}.
 * All rules are checked; the failure lists every violation.
 */
public final class HouseRules {
    private final Path module;
    private final Set<String> pureRooms = new HashSet<>();
    private final Set<String> clockRooms = new HashSet<>(Set.of("io.csi4j.sidecar.launch"));

    private HouseRules(Path module) {
        this.module = module;
    }

    /** The module whose folder the test runs in, as Maven does it. */
    public static HouseRules ofThisModule() {
        return of(Path.of(""));
    }

    /** The module in that folder. */
    public static HouseRules of(Path module) {
        return new HouseRules(module);
    }

    /** In these packages nothing may reach a client, a clock, a log, a random number, a thread or a file. */
    public HouseRules pure(String... packages) {
        pureRooms.addAll(Set.of(packages));
        return this;
    }

    /** These packages may read clocks and sleep themselves, each for a reason its sign gives. */
    public HouseRules mayReadClocks(String... packages) {
        clockRooms.addAll(Set.of(packages));
        return this;
    }

    /** Fails with every violation there is. */
    public void check() {
        List<String> violations = new ArrayList<>(new SourceRules(module).violations());
        violations.addAll(violationsIn(new ClassFileImporter().importPath(module.resolve("target/classes"))));
        assertThat(violations).as("violations of the house rules").isEmpty();
    }

    List<String> violationsIn(JavaClasses classes) {
        List<String> violations = new ArrayList<>();
        for (ArchRule rule : rules()) {
            EvaluationResult result = rule.allowEmptyShould(true).evaluate(classes);
            violations.addAll(result.getFailureReport().getDetails());
        }
        return violations;
    }

    private List<ArchRule> rules() {
        List<ArchRule> rules = new ArrayList<>();
        rules.addAll(ArrowRules.all());
        rules.addAll(CallRules.all(pureRooms, clockRooms));
        rules.addAll(NameRules.all());
        return rules;
    }
}
