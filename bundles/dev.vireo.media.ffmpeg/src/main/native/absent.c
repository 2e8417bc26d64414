/*
 * Stand-ins for two libraries that the ffmpeg and ffprobe programs are linked against but that Vireo never needs:
 * libavdevice (cameras, screens, sound cards; it would pull in PulseAudio, ALSA and X11) and libudev (hardware
 * decoders). With these the programs start on a machine that has glibc and libstdc++ only, and cannot reach a device.
 */
#ifdef AVDEVICE
const char *avdevice_configuration(void) { return ""; }
const char *avdevice_license(void) { return ""; }
unsigned avdevice_version(void) { return 62u << 16; }
void avdevice_register_all(void) {}
void avdevice_free_list_devices(void **list) { (void) list; }
int avdevice_list_input_sources(void) { return -38; /* ENOSYS */ }
int avdevice_list_output_sinks(void) { return -38; }
void *av_input_audio_device_next(void *device) { (void) device; return 0; }
void *av_input_video_device_next(void *device) { (void) device; return 0; }
void *av_output_audio_device_next(void *device) { (void) device; return 0; }
void *av_output_video_device_next(void *device) { (void) device; return 0; }
#endif

#ifdef UDEV
#define NOTHING(name) void *name(void) { return 0; }
NOTHING(udev_new)
NOTHING(udev_unref)
NOTHING(udev_device_new_from_syspath)
NOTHING(udev_device_new_from_devnum)
NOTHING(udev_device_get_devnode)
NOTHING(udev_device_get_udev)
NOTHING(udev_device_unref)
NOTHING(udev_enumerate_new)
NOTHING(udev_enumerate_add_match_subsystem)
NOTHING(udev_enumerate_scan_devices)
NOTHING(udev_enumerate_get_list_entry)
NOTHING(udev_enumerate_unref)
NOTHING(udev_list_entry_get_name)
NOTHING(udev_list_entry_get_next)
#endif
