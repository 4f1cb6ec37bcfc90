package io.csi4j.bench.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A measure and its samples by side.
 *
 * @param samples by the side's name; a side that was not measured is absent
 */
public record MeasureFigures(Measure measure, Map<String, List<Double>> samples) {
    /** Name of our side. */
    public static final String OURS = "csi4j";

    /** Name of the other side. */
    public static final String UPSTREAM = "upstream";

    public MeasureFigures {
        Map<String, List<Double>> copy = new LinkedHashMap<>();
        samples.forEach((side, values) -> copy.put(side, List.copyOf(values)));
        samples = copy;
    }

    /** The same with one sample more. */
    public MeasureFigures with(String side, double sample) {
        Map<String, List<Double>> more = new LinkedHashMap<>(samples);
        List<Double> values = new ArrayList<>(more.getOrDefault(side, List.of()));
        values.add(sample);
        more.put(side, values);
        return new MeasureFigures(measure, more);
    }

    /** What is told of a side. */
    public Optional<Summary> of(String side) {
        return Optional.ofNullable(samples.get(side)).map(Summary::of);
    }

    /** Ours divided by upstream's medians. */
    public Optional<Double> ratio() {
        return of(OURS).flatMap(ours ->
                of(UPSTREAM).filter(peer -> peer.median() != 0).map(peer -> ours.median() / peer.median()));
    }

    /** Whether our median reaches the goal. */
    public Goal.Verdict verdict() {
        return of(OURS).map(ours -> measure.goal()
                        .verdict(
                                ours.median(), of(UPSTREAM).map(Summary::median).orElse(null)))
                .orElse(Goal.Verdict.OPEN);
    }
}
