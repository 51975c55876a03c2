import { Migration } from '@mikro-orm/migrations';

export class Migration20261129152707_chats_and_messages_by_instance extends Migration {

  override name = 'Migration20261129152707_chats_and_messages_by_instance';

  override up(): void | Promise<void> {
    this.addSql(`drop index \`inbox_events_evolution_config_id_index\`;`);
    this.addSql(`create index \`inbox_events_evolution_config_id_chat_key_status_index\` on \`inbox_events\` (\`evolution_config_id\`, \`chat_key\`, \`status\`);`);

    this.addSql(`drop index \`outbox_messages_evolution_config_id_index\`;`);
    this.addSql(`create index \`outbox_messages_evolution_config_id_chat_jid_status_index\` on \`outbox_messages\` (\`evolution_config_id\`, \`chat_jid\`, \`status\`);`);
    this.addSql(`create index \`outbox_messages_evolution_config_id_message_id_index\` on \`outbox_messages\` (\`evolution_config_id\`, \`message_id\`);`);

    this.addSql(`drop index \`deliveries_evolution_config_id_index\`;`);
    this.addSql(`drop index \`deliveries_message_id_index\`;`);
    this.addSql(`drop index \`deliveries_recipient_key_index\`;`);
    this.addSql(`create index \`deliveries_recipient_key_evolution_config_id_index\` on \`deliveries\` (\`recipient_key\`, \`evolution_config_id\`);`);
    this.addSql(`create index \`deliveries_evolution_config_id_message_id_index\` on \`deliveries\` (\`evolution_config_id\`, \`message_id\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index \`deliveries_recipient_key_evolution_config_id_index\`;`);
    this.addSql(`drop index \`deliveries_evolution_config_id_message_id_index\`;`);
    this.addSql(`create index \`deliveries_evolution_config_id_index\` on \`deliveries\` (\`evolution_config_id\`);`);
    this.addSql(`create index \`deliveries_message_id_index\` on \`deliveries\` (\`message_id\`);`);
    this.addSql(`create index \`deliveries_recipient_key_index\` on \`deliveries\` (\`recipient_key\`);`);

    this.addSql(`drop index \`inbox_events_evolution_config_id_chat_key_status_index\`;`);
    this.addSql(`create index \`inbox_events_evolution_config_id_index\` on \`inbox_events\` (\`evolution_config_id\`);`);

    this.addSql(`drop index \`outbox_messages_evolution_config_id_chat_jid_status_index\`;`);
    this.addSql(`drop index \`outbox_messages_evolution_config_id_message_id_index\`;`);
    this.addSql(`create index \`outbox_messages_evolution_config_id_index\` on \`outbox_messages\` (\`evolution_config_id\`);`);
  }

}
