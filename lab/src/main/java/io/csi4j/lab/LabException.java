package io.csi4j.lab;

/** The lab cannot do what was asked; the message names what was expected, what was found and where to look. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LabException(String message) {
        super(message);
    }

    LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
