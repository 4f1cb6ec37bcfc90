package io.csi4j.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.csi4j.bench.figure.Chart.Line;
import io.csi4j.bench.figure.Chart.Point;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SvgTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            most  | step
            0     | 1
            4.9   | 1
            5     | 1
            9     | 2
            24    | 5
            26    | 10
            0.04  | 0.01
            51000 | 20000
            """)
    void marksAreRoundAndFiveOfThemReachTheMost(double most, double step) {
        assertThat(Svg.step(most)).isEqualTo(step);
    }

    @Test
    void aLineGoesFromTheOriginToTheFarCorner() {
        Chart chart = new Chart(
                "memory",
                "A < B",
                "claims",
                "MB",
                List.of(new Line("csi4j", List.of(new Point(0, 0), new Point(5, 50)))));

        String picture = Svg.of(chart);

        assertThat(picture).startsWith("<svg ").endsWith("</svg>\n");
        assertThat(picture).contains("points=\"70.0,300.0 740.0,50.0\"", "A &lt; B", ">csi4j</text>", ">MB</text>");
    }
}
