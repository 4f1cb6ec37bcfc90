package io.csi4j.testkit.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** Words that say nothing, in the names of our types and methods: CONTRIBUTING.md, "How we write". */
final class NameRules {
    private static final Set<String> EMPTY_WORDS = Set.of(
            "util",
            "utils",
            "helper",
            "manager",
            "handler",
            "info",
            "data",
            "common",
            "misc",
            "impl",
            "base",
            "abstract",
            "default");
    private static final Set<String> ABBREVIATIONS = Set.of("pvc", "pv", "va", "sc", "vac", "obj");
    private static final Set<String> EMPTY_VERBS = Set.of("process", "handle");
    /**
     * Words of the field: flags every sidecar has in common (contract common.md, section 2), and what Kubernetes calls
     * a claim's data source.
     */
    private static final Set<String> ALLOWED = Set.of("CommonFlags", "CommonOptions", "DataSource");

    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_");

    private NameRules() {}

    static List<ArchRule> all() {
        return List.of(
                classes().that().resideInAPackage("io.csi4j..").should(haveTellingNames()),
                classes().that().resideInAPackage("io.csi4j..").should(liveBehindASign()),
                methods()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAPackage("io.csi4j..")
                        .should(haveTellingVerbs()));
    }

    private static ArchCondition<JavaClass> haveTellingNames() {
        return new ArchCondition<>("have telling names") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (String word : words(type.getSimpleName())) {
                    boolean empty = EMPTY_WORDS.contains(word) || ABBREVIATIONS.contains(word);
                    if (empty && !ALLOWED.contains(type.getSimpleName())) {
                        events.add(SimpleConditionEvent.violated(
                                type, "the name of " + type.getName() + " contains '" + word + "'"));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaMethod> haveTellingVerbs() {
        return new ArchCondition<>("have telling verbs") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                List<String> words = words(method.getName());
                boolean overrides = method.isAnnotatedWith(Override.class)
                        || method.getOwner().getAllRawInterfaces().stream()
                                .anyMatch(type -> !type.getPackageName().startsWith("io.csi4j"));
                boolean emptyVerb = EMPTY_VERBS.contains(words.getFirst()) && words.size() > 1 && !overrides;
                if (emptyVerb || words.stream().anyMatch(ABBREVIATIONS::contains)) {
                    events.add(SimpleConditionEvent.violated(
                            method, "the name of " + method.getFullName() + " says too little"));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> liveBehindASign() {
        return new ArchCondition<>("live in a package with a @NullMarked sign") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetPackageInfo()
                        .map(sign -> sign.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                if (!marked) {
                    events.add(SimpleConditionEvent.violated(
                            type, "package " + type.getPackageName() + " has no @NullMarked package-info"));
                }
            }
        };
    }

    static List<String> words(String name) {
        return WORDS.splitAsStream(name)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }
}
