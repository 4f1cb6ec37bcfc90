package io.csi4j.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplyTest {
    @Test
    void everyReplyWithoutAnObjectSaysWhy() {
        assertThat(new Reply.Found<>("x").problem()).isEmpty();
        assertThat(new Reply.Absent<>().problem()).isEqualTo("not found");
        assertThat(new Reply.Exists<>().problem()).isEqualTo("already exists");
        assertThat(new Reply.Conflict<>("moved on").problem()).isEqualTo("moved on");
        assertThat(new Reply.Rejected<>(403, "Forbidden", "no").problem()).isEqualTo("Forbidden: no");
        assertThat(new Reply.Unreachable<>("down", Duration.ZERO).problem()).isEqualTo("down");
    }
}
