using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Venueless.Fast.Modules.Calls.BigBlueButton;

/// <summary>What a server's meetings cost it.</summary>
public static class MeetingsCost
{
    private static readonly XmlReaderSettings Reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>
    /// The sum over the meetings of a <c>getMeetings</c> reply: 10, 10 for each participant and video, 1 for each participant and voice. Throws
    /// <see cref="FormatException"/> when the reply is none, or reports a failure.
    /// </summary>
    public static int Read(Stream reply)
    {
        try
        {
            using var reader = XmlReader.Create(reply, Reading);
            var root = XDocument.Load(reader).Root!;
            if (root.Element("returncode")?.Value != "SUCCESS")
            {
                throw new FormatException("the server reports a failure");
            }

            var cost = 0L;
            foreach (var meeting in root.Element("meetings")?.Elements("meeting") ?? [])
            {
                var participants = Count(meeting, "participantCount");
                cost += 10 + (10 * participants * Count(meeting, "videoCount")) + (participants * Count(meeting, "voiceParticipantCount"));
            }

            return (int)Math.Min(cost, int.MaxValue);
        }
        catch (XmlException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    // Small enough for sums of products to stay in range.
    private static long Count(XElement meeting, string name) =>
        int.TryParse(meeting.Element(name)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1_000_000
            ? count
            : throw new FormatException($"a meeting has no {name}");
}
