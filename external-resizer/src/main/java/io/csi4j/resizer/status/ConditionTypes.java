package io.csi4j.resizer.status;

import java.util.List;

/** The types of a claim's conditions that tell of expansion and modification; part of the API. */
public final class ConditionTypes {
    /** The controller is at work on the size. */
    public static final String RESIZING = "Resizing";
    /** The node has to finish the expansion. */
    public static final String FILE_SYSTEM_PENDING = "FileSystemResizePending";

    static final String CONTROLLER_ERROR = "ControllerResizeError";
    static final String NODE_ERROR = "NodeResizeError";

    /** A VolumeAttributesClass is being applied. */
    public static final String MODIFYING = "ModifyingVolume";

    static final String MODIFY_ERROR = "ModifyVolumeError";

    /** Those that belong to an expansion; every other one is left alone (contract 4.5). */
    static final List<String> OF_RESIZE = List.of(RESIZING, FILE_SYSTEM_PENDING, CONTROLLER_ERROR, NODE_ERROR);

    private ConditionTypes() {}
}
