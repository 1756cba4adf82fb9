using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Venueless.Fast.Host.Configuration;

namespace Venueless.Fast.Host.Background.Outside;

/// <summary>Requests of calls.md section F2. What fails is logged and says so; nothing but a cancellation is thrown. Thread-safe.</summary>
internal sealed class DigitalSambaApi : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    // A page is some kilobytes.
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly ILogger _logger;

    public DigitalSambaApi(IntegrationSettings settings, ILogger<DigitalSambaApi> logger)
    {
        _logger = logger;
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.DigitalSambaTeam}:{settings.DigitalSambaKey.Value}"));
        _http = new HttpClient
        {
            BaseAddress = new Uri($"{settings.DigitalSambaApi.AbsoluteUri.TrimEnd('/')}/"),
            Timeout = TimeLimit,
            MaxResponseContentBufferSize = MaxBytes,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>True: it is gone, now or before.</summary>
    public async Task<bool> TryDeleteAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var reply = await _http.DeleteAsync(path, cancellation);
            if (reply.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.NotFound)
            {
                return true;
            }

            BackgroundLog.DigitalSambaFailed(_logger, $"DELETE {path}", $"status {(int)reply.StatusCode}");
        }
        catch (Exception exception) when (IsFailure(exception, cancellation))
        {
            BackgroundLog.DigitalSambaFailed(_logger, $"DELETE {path}", exception.Message);
        }

        return false;
    }

    /// <summary>A page of all recordings, oldest first; empty at the end, and when it could not be read.</summary>
    /// <param name="after">Id of the last one of the page before; null: the first page.</param>
    public async Task<IReadOnlyList<Recording>> ListRecordingsAsync(string? after, CancellationToken cancellation)
    {
        var path = after is null ? "recordings?order=asc" : $"recordings?order=asc&after={Uri.EscapeDataString(after)}";
        try
        {
            using var reply = await _http.GetAsync(path, cancellation);
            if (reply.StatusCode == HttpStatusCode.OK)
            {
                using var page = JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync(cancellation));
                return Read(page.RootElement);
            }

            BackgroundLog.DigitalSambaFailed(_logger, $"GET {path}", $"status {(int)reply.StatusCode}");
        }
        catch (Exception exception) when (exception is JsonException || IsFailure(exception, cancellation))
        {
            BackgroundLog.DigitalSambaFailed(_logger, $"GET {path}", exception.Message);
        }

        return [];
    }

    public void Dispose() => _http.Dispose();

    private static List<Recording> Read(JsonElement page)
    {
        var recordings = new List<Recording>();
        if (page.ValueKind == JsonValueKind.Object && page.TryGetProperty("data"u8, out var data) && data.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in data.EnumerateArray())
            {
                if (TextOf(item, "id") is { Length: > 0 } id)
                {
                    recordings.Add(new Recording(id, TimeOf(TextOf(item, "created_at"))));
                }
            }
        }

        return recordings;
    }

    private static string? TextOf(JsonElement item, string name) =>
        item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : null;

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    // A time-out looks like a cancellation that nobody has asked for.
    private static bool IsFailure(Exception exception, CancellationToken cancellation) =>
        exception is HttpRequestException or IOException or InvalidOperationException
        || (exception is OperationCanceledException && !cancellation.IsCancellationRequested);
}
