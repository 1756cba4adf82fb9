namespace Venueless.Fast.Host.Configuration;

/// <summary>Keys of outside services: sections <c>zoom</c>, <c>digitalsamba</c>, <c>twitter</c>, <c>linkedin</c>, <c>sentry</c>. Empty: not used.</summary>
internal sealed record IntegrationSettings
{
    public required string ZoomKey { get; init; }

    public required Secret ZoomSecret { get; init; }

    public required string DigitalSambaDomain { get; init; }

    public required string DigitalSambaTeam { get; init; }

    public required Secret DigitalSambaKey { get; init; }

    /// <summary>Base of its API, for tests and proxies.</summary>
    public required Uri DigitalSambaApi { get; init; }

    public required TimeSpan DigitalSambaRetention { get; init; }

    public required string TwitterClientId { get; init; }

    public required Secret TwitterClientSecret { get; init; }

    public required string LinkedinClientId { get; init; }

    public required Secret LinkedinClientSecret { get; init; }

    /// <summary>Accepted but not supported; the start says so.</summary>
    public required Secret SentryDsn { get; init; }

    public static IntegrationSettings Read(ConfigurationReader reader) => new()
    {
        ZoomKey = reader.Text("zoom.key", "VENUELESS_ZOOM_KEY"),
        ZoomSecret = reader.Secret("zoom.secret", "VENUELESS_ZOOM_SECRET"),
        DigitalSambaDomain = reader.Text("digitalsamba.domain", "VENUELESS_DIGITALSAMBA_DOMAIN"),
        DigitalSambaTeam = reader.Text("digitalsamba.team", "VENUELESS_DIGITALSAMBA_TEAM"),
        DigitalSambaKey = reader.Secret("digitalsamba.key", "VENUELESS_DIGITALSAMBA_KEY"),
        DigitalSambaApi = reader.Url("digitalsamba.api", "VENUELESS_DIGITALSAMBA_API", new Uri("https://api.digitalsamba.com/api/v1")),
        DigitalSambaRetention = TimeSpan.FromDays(reader.Number("digitalsamba.retention_days", "VENUELESS_DIGITALSAMBA_RETENTION_DAYS", 30, 0, 36500)),
        TwitterClientId = reader.Text("twitter.client_id", "VENUELESS_TWITTER_CLIENT_ID"),
        TwitterClientSecret = reader.Secret("twitter.client_secret", "VENUELESS_TWITTER_CLIENT_SECRET"),
        LinkedinClientId = reader.Text("linkedin.client_id", "VENUELESS_LINKEDIN_CLIENT_ID"),
        LinkedinClientSecret = reader.Secret("linkedin.client_secret", "VENUELESS_LINKEDIN_CLIENT_SECRET"),
        SentryDsn = reader.Secret("sentry.dsn", "VENUELESS_SENTRY_DSN"),
    };
}
