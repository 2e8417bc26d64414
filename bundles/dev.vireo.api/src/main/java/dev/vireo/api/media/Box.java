package dev.vireo.api.media;

/**
 * An axis-aligned rectangle in pixels of the source frame as it is displayed (rotation applied), origin top left.
 *
 * @param x left edge [px]
 * @param y top edge [px]
 * @param w width [px], positive
 * @param h height [px], positive
 */
public record Box(double x, double y, double w, double h) {
    public Box {
        if (!(w > 0) || !(h > 0)) {
            throw new IllegalArgumentException("box needs a positive size, got " + w + " x " + h);
        }
    }

    public double area() {
        return w * h;
    }

    public double centreX() {
        return x + w / 2;
    }

    public double centreY() {
        return y + h / 2;
    }

    /** Intersection over union, 0 (apart) to 1 (equal). */
    public double iou(Box other) {
        double overlap = intersection(other);
        return overlap / (area() + other.area() - overlap);
    }

    /** Area that both cover [px²]. */
    public double intersection(Box other) {
        double width = Math.min(x + w, other.x + other.w) - Math.max(x, other.x);
        double height = Math.min(y + h, other.y + other.h) - Math.max(y, other.y);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /** This box grown by {@code share} of its size on each side, cut to a frame of the given size. */
    public Box grow(double share, int frameWidth, int frameHeight) {
        double left = Math.max(0, x - w * share);
        double top = Math.max(0, y - h * share);
        double right = Math.min(frameWidth, x + w * (1 + share));
        double bottom = Math.min(frameHeight, y + h * (1 + share));
        return new Box(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }

    public Box scale(double sx, double sy) {
        return new Box(x * sx, y * sy, w * sx, h * sy);
    }
}
