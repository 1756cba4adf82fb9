namespace Venueless.Fast.Host.Configuration;

/// <summary>All settings of operations.md section 1.2, checked. Immutable; secrets in it do not print.</summary>
internal sealed record ServerSettings
{
    /// <summary>Full path of the folder with database, files, logs and the installation secret.</summary>
    public required string DataFolder { get; init; }

    /// <summary>False: the quick start; nobody has configured anything.</summary>
    public required bool IsConfigured { get; init; }

    public required SiteSettings Site { get; init; }

    /// <summary>Empty: kept in the data folder, see <see cref="InstallationSecret"/>.</summary>
    public required Secret InstallationSecret { get; init; }

    public required DatabaseSettings Database { get; init; }

    public required RedisSettings Redis { get; init; }

    public required UrlSettings Urls { get; init; }

    public required MailSettings Mail { get; init; }

    public required IntegrationSettings Integrations { get; init; }

    public required OperationSettings Operation { get; init; }

    /// <summary>Reads and checks everything; throws one <see cref="ConfigurationException"/> with all problems found.</summary>
    public static ServerSettings Read(ConfigurationSources sources)
    {
        var reader = new ConfigurationReader(sources);
        // The working folder, not the program's: "dotnet run" keeps the program in a build folder that clean-ups delete.
        var dataFolder = Path.GetFullPath(reader.NonEmptyText(null, "VENUELESS_DATA_DIR", "data"), sources.WorkingFolder);
        var settings = new ServerSettings
        {
            DataFolder = Path.TrimEndingDirectorySeparator(dataFolder),
            IsConfigured = sources.HasConfiguration(),
            Site = SiteSettings.Read(reader),
            InstallationSecret = reader.Secret("django.secret", "VENUELESS_DJANGO_SECRET"),
            Database = DatabaseSettings.Read(reader, sources, dataFolder),
            Redis = RedisSettings.Read(reader),
            Urls = UrlSettings.Read(reader),
            Mail = MailSettings.Read(reader),
            Integrations = IntegrationSettings.Read(reader),
            Operation = OperationSettings.Read(reader),
        };
        return reader.Errors.Count == 0 ? settings : throw new ConfigurationException(reader.Errors);
    }
}
