package io.csi4j.bench.program;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whose programs are measured.
 *
 * @param name as tables show it
 * @param folder holds the programs by their names
 */
public record Side(String name, Path folder) {
    /** Whether that side has the program at all. */
    public boolean has(String program) {
        return Files.isExecutable(folder.resolve(program));
    }

    /**
     * The program's file.
     *
     * @throws IllegalStateException if it is not there
     */
    public Path program(String program) {
        if (!has(program)) {
            throw new IllegalStateException(
                    "need " + folder.resolve(program) + ", which is not there or not executable");
        }
        return folder.resolve(program);
    }

    /** A name of a driver that no other side uses, so that two sides never work on the same object. */
    public String driverName() {
        return name + ".bench.csi4j.io";
    }
}
