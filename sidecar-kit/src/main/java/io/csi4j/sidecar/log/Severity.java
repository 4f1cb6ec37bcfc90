package io.csi4j.sidecar.log;

/** The weight of a line; the text header begins with the letter. */
enum Severity {
    INFO('I'),
    WARNING('W'),
    ERROR('E'),
    FATAL('F');

    private final char letter;

    Severity(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }
}
