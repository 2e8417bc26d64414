package dev.vireo.api.catalog;

/**
 * Another asset that shows the same footage, under another name, codec, size or beginning.
 *
 * @param asset id of the other asset
 * @param offsetMs what is at position p here is at {@code p + offsetMs} there [ms]
 * @param fromMs where the same begins here [ms]
 * @param toMs where it ends here [ms]; equal to {@code fromMs} for a picture
 * @param agreement share of the frames in which something moves that agree, or of the bits of two pictures, 0 to 1
 */
public record Twin(long asset, long offsetMs, long fromMs, long toMs, double agreement) {
    /** The same seen from the other asset. @param here id of this one */
    public Twin turned(long here) {
        return new Twin(here, -offsetMs, fromMs + offsetMs, toMs + offsetMs, agreement);
    }
}
