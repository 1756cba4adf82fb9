namespace Venueless.Fast.Host.Configuration;

/// <summary>Section <c>mail</c>.</summary>
internal sealed record MailSettings(string From, string Host, int Port, string User, Secret Password, bool UsesStartTls, bool UsesTls)
{
    public static MailSettings Read(ConfigurationReader reader)
    {
        var settings = new MailSettings(
            reader.NonEmptyText("mail.from", "VENUELESS_MAIL_FROM", "admin@localhost.venueless.org"),
            reader.NonEmptyText("mail.host", "VENUELESS_MAIL_HOST", "localhost"),
            reader.Number("mail.port", "VENUELESS_MAIL_PORT", 25, 1, 65535),
            reader.Text("mail.user", "VENUELESS_MAIL_USER"),
            reader.Secret("mail.password", "VENUELESS_MAIL_PASSWORD"),
            reader.Switch(null, "VENUELESS_MAIL_TLS"),
            reader.Switch(null, "VENUELESS_MAIL_SSL"));
        if (settings.UsesStartTls && settings.UsesTls)
        {
            reader.Reject("VENUELESS_MAIL_TLS, VENUELESS_MAIL_SSL", "only one of the two may be True");
        }

        return settings;
    }
}
