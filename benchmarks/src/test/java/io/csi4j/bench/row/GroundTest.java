package io.csi4j.bench.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.bench.program.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundTest {
    private static final String PROGRAM = "csi-attacher";

    private final List<String> said = new ArrayList<>();
    private final List<String> measured = new ArrayList<>();
    private Ground ground;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        ground = new Ground(List.of(side(folder, "ours"), side(folder, "peer")), Scale.full(), folder, said::add);
    }

    @Test
    void eachRoundGoesTheOtherWayRound() {
        ground.rounds(3, PROGRAM, side -> measured.add(side.name()));

        assertThat(measured).containsExactly("ours", "peer", "peer", "ours", "ours", "peer");
    }

    @Test
    void aPeerThatFailsIsLeftOutAndSaidSo() {
        ground.rounds(2, PROGRAM, side -> {
            if (side.name().equals("peer")) {
                throw new IllegalStateException("peer has ended");
            }
            measured.add(side.name());
        });

        assertThat(measured).containsExactly("ours", "ours");
        assertThat(said).contains("peer is left out of this round: peer has ended");
    }

    @Test
    void ourOwnFailureEndsTheRow() {
        assertThatThrownBy(() -> ground.rounds(1, PROGRAM, side -> {
                    throw new IllegalStateException(side.name() + " has ended");
                }))
                .hasMessage("ours has ended");
    }

    private static Side side(Path folder, String name) throws IOException {
        Path programs = Files.createDirectories(folder.resolve(name));
        Files.createFile(programs.resolve(PROGRAM));
        assertThat(programs.resolve(PROGRAM).toFile().setExecutable(true)).isTrue();
        return new Side(name, programs);
    }
}
