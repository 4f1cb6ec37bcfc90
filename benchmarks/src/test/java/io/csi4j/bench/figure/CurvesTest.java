package io.csi4j.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.bench.figure.Chart.Point;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CurvesTest {
    @Test
    void theRateIsCountedInEqualSpans() {
        // Ten in the first second, five in the last: three spans of 2/3 s for fifteen moments.
        List<Double> moments = DoubleStream.concat(
                        DoubleStream.iterate(0.05, moment -> moment + 0.06).limit(10),
                        DoubleStream.of(1.4, 1.5, 1.6, 1.7, 2))
                .boxed()
                .toList();

        List<Point> rates = Curves.rateOverTime(moments);

        assertThat(rates).extracting(Point::y).containsExactly(15.0, 0.0, 7.5);
        assertThat(rates.getFirst().x()).isEqualTo(1.0 / 3);
    }

    @Test
    void withoutMomentsThereIsNoRate() {
        assertThat(Curves.rateOverTime(List.of())).isEmpty();
    }

    @Test
    void aDistributionRisesToAllSamples() {
        assertThat(Curves.distribution(List.of(30.0, 10.0))).containsExactly(new Point(10, 50), new Point(30, 100));
    }
}
