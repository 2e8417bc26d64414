# A real RTSP server (GStreamer's) for tests: rtsp-server.py FILE PORT [USER PASSWORD]
# Serves the H.264 video of an MP4 at /cam, at its own pace, from its start for the first of its viewers.
import sys
import gi
gi.require_version('Gst', '1.0')
gi.require_version('GstRtsp', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service(sys.argv[2])
factory = GstRtspServer.RTSPMediaFactory()
factory.set_shared(True)
factory.set_launch('( filesrc name=source ! qtdemux name=d d.video_0 ! rtph264pay name=pay0 pt=96 config-interval=1 )')
factory.connect('media-configure', lambda _, media: media.get_element().get_by_name('source')
                .set_property('location', sys.argv[1]))
if len(sys.argv) > 4:
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string('media.factory.role', 'viewer')
    auth.add_digest(sys.argv[3], sys.argv[4], token)
    server.set_auth(auth)
    factory.add_role_from_structure(Gst.Structure.new_from_string(
        'viewer, media.factory.access=(boolean)true, media.factory.construct=(boolean)true'))
server.get_mount_points().add_factory('/cam', factory)
if not server.attach(None):
    sys.exit('port ' + sys.argv[2] + ' is taken')
print(server.get_bound_port(), flush=True)
GLib.MainLoop().run()
