# Read by the image's entrypoint, once, when the volume is new. The user owns one database and nothing else; with
# DB_USER=root (the .env of an older system) there is nothing to make. The program makes the database itself.
if [ "$DB_USER" != root ]; then
  quoted() { local text=${1//\\/\\\\}; printf "'%s'" "${text//\'/\'\'}"; }
  docker_process_sql <<-SQL
	CREATE USER $(quoted "$DB_USER")@'%' IDENTIFIED BY $(quoted "$DB_PASSWORD");
	GRANT ALL ON \`${DB_NAME//\`/\`\`}\`.* TO $(quoted "$DB_USER")@'%';
	SQL
fi
