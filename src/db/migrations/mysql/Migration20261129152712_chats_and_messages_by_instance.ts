import { Migration } from '@mikro-orm/migrations';

export class Migration20261129152712_chats_and_messages_by_instance extends Migration {

  override name = 'Migration20261129152712_chats_and_messages_by_instance';

  override up(): void | Promise<void> {
    // An index that a foreign key needs can only go when another one is there.
    this.addSql(`alter table \`inbox_events\` add index \`inbox_events_evolution_config_id_chat_key_status_index\` (\`evolution_config_id\`, \`chat_key\`, \`status\`);`);
    this.addSql(`alter table \`outbox_messages\` add index \`outbox_messages_evolution_config_id_chat_jid_status_index\` (\`evolution_config_id\`, \`chat_jid\`, \`status\`);`);
    this.addSql(`alter table \`outbox_messages\` add index \`outbox_messages_evolution_config_id_message_id_index\` (\`evolution_config_id\`, \`message_id\`);`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_recipient_key_evolution_config_id_index\` (\`recipient_key\`, \`evolution_config_id\`);`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_evolution_config_id_message_id_index\` (\`evolution_config_id\`, \`message_id\`);`);
    this.addSql(`alter table \`inbox_events\` drop index \`inbox_events_evolution_config_id_index\`;`);
    this.addSql(`alter table \`outbox_messages\` drop index \`outbox_messages_evolution_config_id_index\`;`);
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_evolution_config_id_index\`;`);
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_message_id_index\`;`);
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_recipient_key_index\`;`);
  }

  override down(): void | Promise<void> {
    // An index that a foreign key needs can only go when another one is there.
    this.addSql(`alter table \`deliveries\` add index \`deliveries_evolution_config_id_index\` (\`evolution_config_id\`);`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_message_id_index\` (\`message_id\`);`);
    this.addSql(`alter table \`deliveries\` add index \`deliveries_recipient_key_index\` (\`recipient_key\`);`);
    this.addSql(`alter table \`inbox_events\` add index \`inbox_events_evolution_config_id_index\` (\`evolution_config_id\`);`);
    this.addSql(`alter table \`outbox_messages\` add index \`outbox_messages_evolution_config_id_index\` (\`evolution_config_id\`);`);
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_recipient_key_evolution_config_id_index\`;`);
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_evolution_config_id_message_id_index\`;`);
    this.addSql(`alter table \`inbox_events\` drop index \`inbox_events_evolution_config_id_chat_key_status_index\`;`);
    this.addSql(`alter table \`outbox_messages\` drop index \`outbox_messages_evolution_config_id_chat_jid_status_index\`;`);
    this.addSql(`alter table \`outbox_messages\` drop index \`outbox_messages_evolution_config_id_message_id_index\`;`);
  }

}
