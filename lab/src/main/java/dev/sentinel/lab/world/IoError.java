package dev.sentinel.lab.world;

/** What a read or write on a volume ends with; the message is the errno as Go's programs print it. */
public final class IoError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The device does not answer. */
    public static final String EIO = "input/output error";
    /** The file system was remounted. */
    public static final String EROFS = "read-only file system";
    /** Nobody is there. */
    public static final String ENXIO = "no such device or address";
    /** No file of that name. */
    public static final String ENOENT = "no such file or directory";

    public IoError(String errno) {
        super(errno);
    }

    public String errno() {
        return String.valueOf(getMessage());
    }
}
