package io.csi4j.nfs.tar;

/** What an archive is made for. */
public enum ArchiveStyle {
    /** For every reader, upstream's own one included, which turns hard links into empty files: they are full copies. */
    PORTABLE(false, false),
    /** As the command {@code tar} makes it: a hard link is a link to the name that came first. */
    LINKED(true, false),
    /** For a copy without loss on its way to another share: hard links as links, times to the nanosecond. */
    EXACT(true, true);

    private final boolean keepsHardLinks;
    private final boolean keepsNanoseconds;

    ArchiveStyle(boolean keepsHardLinks, boolean keepsNanoseconds) {
        this.keepsHardLinks = keepsHardLinks;
        this.keepsNanoseconds = keepsNanoseconds;
    }

    public boolean keepsHardLinks() {
        return keepsHardLinks;
    }

    public boolean keepsNanoseconds() {
        return keepsNanoseconds;
    }
}
