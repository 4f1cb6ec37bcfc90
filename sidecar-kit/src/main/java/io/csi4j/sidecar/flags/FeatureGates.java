package io.csi4j.sidecar.flags;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.log.Log;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The feature gates a program knows, and what the user made of them: contract common.md, section 2. */
public final class FeatureGates {
    private static final Log LOG = Log.of(FeatureGates.class);
    private static final String ALL_ALPHA = "AllAlpha";
    private static final String ALL_BETA = "AllBeta";

    private final Map<String, Gate> gates = new TreeMap<>();

    /** How far a feature has come. */
    public enum Stage {
        ALPHA,
        BETA,
        /** Always there; the gate remains for the manifests that name it. */
        GA,
        /** Gone for good: naming it warns, as old manifests still do. */
        REMOVED
    }

    /**
     * A gate.
     *
     * @param standard what it is when nobody sets it
     * @param locked whether asking for anything else is refused
     */
    public record Gate(String name, Stage stage, boolean standard, boolean locked) {
        public static Gate alpha(String name) {
            return new Gate(name, Stage.ALPHA, false, false);
        }

        public static Gate beta(String name, boolean standard) {
            return new Gate(name, Stage.BETA, standard, false);
        }

        /** General availability, on unless switched off. */
        public static Gate ga(String name) {
            return new Gate(name, Stage.GA, true, false);
        }

        /** General availability, always on. */
        public static Gate locked(String name) {
            return new Gate(name, Stage.GA, true, true);
        }

        public static Gate removed(String name) {
            return new Gate(name, Stage.REMOVED, false, false);
        }
    }

    /** What is on; immutable. */
    public static final class Choice {
        private final Map<String, Boolean> values;
        private final Map<String, Boolean> asked;

        private Choice(Map<String, Boolean> values, Map<String, Boolean> asked) {
            this.values = Map.copyOf(values);
            this.asked = Map.copyOf(asked);
        }

        /** Whether the feature is on; to ask for a gate the program does not know is a bug. */
        public boolean enabled(String name) {
            Boolean value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no such feature gate: " + name);
            }
            return value;
        }

        /** Whether the command line names this very gate. */
        public boolean isSet(String name) {
            return asked.containsKey(name);
        }
    }

    private FeatureGates(Gate... gates) {
        for (Gate gate : gates) {
            this.gates.put(gate.name(), gate);
        }
    }

    /** The gates a program knows; {@code AllAlpha} and {@code AllBeta} come by themselves. */
    public static FeatureGates of(Gate... gates) {
        return new FeatureGates(gates);
    }

    /** Declares {@code --feature-gates} with a usage text that lists the gates. */
    public Flag<Map<String, Boolean>> flag(Flags flags) {
        String options = gates.values().stream()
                .filter(gate -> gate.stage() != Stage.REMOVED)
                .map(gate -> "\n" + gate.name() + "=true|false (" + gate.stage() + ", default " + gate.standard() + ")")
                .collect(Collectors.joining());
        return flags.gates("feature-gates", "`name=true,name2=false` switches features:" + options);
    }

    /**
     * Applies what the user asked for.
     *
     * @param whenWrong how the process ends for an unknown or locked gate: 255 in the provisioner, 1 elsewhere
     * @throws StartupException with that exit
     */
    public Choice choose(Map<String, Boolean> asked, Exit whenWrong) {
        asked.forEach((name, value) -> check(name, value, whenWrong));
        Map<String, Boolean> values = new HashMap<>();
        gates.values().forEach(gate -> values.put(gate.name(), valueOf(gate, asked)));
        return new Choice(values, asked);
    }

    private void check(String name, boolean value, Exit whenWrong) {
        Gate gate = gates.get(name);
        if (gate == null) {
            if (!name.equals(ALL_ALPHA) && !name.equals(ALL_BETA)) {
                throw new StartupException(whenWrong, "unrecognized feature gate: " + name);
            }
        } else if (gate.stage() == Stage.REMOVED) {
            LOG.warning("feature gate no longer exists, ignored", "gate", name);
        } else if (gate.locked() && value != gate.standard()) {
            String wish = "cannot set feature gate " + name + " to " + value;
            throw new StartupException(whenWrong, wish + ", feature is locked to " + gate.standard());
        }
    }

    private static boolean valueOf(Gate gate, Map<String, Boolean> asked) {
        return switch (gate.stage()) {
            case ALPHA -> asked.getOrDefault(gate.name(), asked.getOrDefault(ALL_ALPHA, gate.standard()));
            case BETA -> asked.getOrDefault(gate.name(), asked.getOrDefault(ALL_BETA, gate.standard()));
            case GA -> asked.getOrDefault(gate.name(), gate.standard());
            case REMOVED -> gate.standard();
        };
    }
}
