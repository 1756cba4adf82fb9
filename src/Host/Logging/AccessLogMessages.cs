namespace Venueless.Fast.Host.Logging;

/// <summary>Messages of the access log. Ids 5200 to 5299; next free: 5201.</summary>
internal static partial class AccessLogMessages
{
    [LoggerMessage(5200, LogLevel.Information, "{Host} \"{Method} {Path}{Query} {Protocol}\" {Status} {Bytes}")]
    public static partial void Request(ILogger logger, string host, string method, string path, string query, string protocol, int status, long? bytes);
}
