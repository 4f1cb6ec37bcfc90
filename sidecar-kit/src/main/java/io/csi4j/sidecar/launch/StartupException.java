package io.csi4j.sidecar.launch;

/** A fault that ends the program before it works: the message says what was expected and what was found. */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;

    public StartupException(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    public StartupException(Exit exit, String message, Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    /** How the process ends because of it. */
    public Exit exit() {
        return exit;
    }
}
